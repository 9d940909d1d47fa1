import type { z } from "zod";
import { BENCHMARKS } from "../benchmarks/index.ts";
import type { TaskEntry } from "./bench-schema.ts";

type Issue = z.core.$ZodIssue;

/** What the schema cannot see: benchmarks, templates and extractions that there are none of. */
export async function taskIssues(tasks: readonly TaskEntry[]): Promise<Issue[]> {
  const issues = await Promise.all(tasks.map((task, i) => issuesOf(task, ["tasks", i])));
  return issues.flat();
}

async function issuesOf(task: TaskEntry, path: readonly PropertyKey[]): Promise<Issue[]> {
  const load = Object.hasOwn(BENCHMARKS, task.name) ? BENCHMARKS[task.name] : undefined;
  if (load === undefined) return [unknown([...path, "name"], task.name, Object.keys(BENCHMARKS))];
  const benchmark = await load();
  const templates = Object.keys(benchmark.templates);
  return [
    ...missing([...path, "template"], task.template, templates),
    ...missing([...path, "extraction"], task.extraction, benchmark.extractions),
  ];
}

function missing(path: PropertyKey[], wanted: string | undefined, known: readonly string[]): Issue[] {
  return wanted === undefined || known.includes(wanted) ? [] : [unknown(path, wanted, known)];
}

function unknown(path: PropertyKey[], wanted: string, known: readonly string[]): Issue {
  return { code: "custom", path, input: wanted, message: `no "${wanted}", but ${known.join(", ")}` };
}
