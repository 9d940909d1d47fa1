import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BENCHMARKS, benchmarkNamed } from "../benchmarks/index.ts";
import { type Benchmark, EXTRACTIONS, type Extraction } from "../contracts/benchmark.ts";
import { readableExtensions } from "../datasets/index.ts";
import { parseLimit } from "../run/bench/limit.ts";
import type { Task, TaskSampling } from "../run/bench/options.ts";
import type { SamplingOverrides, TaskEntry } from "../suite/bench-schema.ts";
import type { Suite } from "../suite/load.ts";
import { FvalidateError } from "../support/errors.ts";
import { choice, integerFlag, numberFlag, type Parsed, text } from "./arguments.ts";

/**
 * The benchmarks of a run: those that `--tasks` names, or the suite's, each with flags over the suite's own settings.
 * @throws FvalidateError of kind `usage` for names and settings that a benchmark does not have
 */
export async function benchTasks(parsed: Parsed, suite: Suite): Promise<Task[]> {
  const entries = taskEntries(parsed, suite);
  const twice = entries.find(({ name }, i) => entries.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined) throw new FvalidateError("usage", `The benchmark ${twice.name} is named twice.`);
  const places = dataPlaces(parsed, entries);
  const tasks: Task[] = [];
  for (const entry of entries) {
    const benchmark = await benchmarkNamed(entry.name);
    tasks.push(
      taskOf(parsed, { entry, benchmark, suite, data: places.get(entry.name) ?? entry.data ?? null }),
    );
  }
  return tasks;
}

function taskEntries(parsed: Parsed, suite: Suite): TaskEntry[] {
  const named = text(parsed, "tasks");
  const entries = named === null ? suite.tasks : namesIn(named).map((name) => entryOf(name, suite));
  if (entries.length > 0) return entries;
  throw new FvalidateError("usage", `The suite ${suite.name} lists no benchmarks.`, {
    hint: `Name some with --tasks: ${Object.keys(BENCHMARKS).join(", ")}.`,
  });
}

function namesIn(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The suite's own settings of a benchmark hold for it also when it is asked for by name. */
function entryOf(name: string, { tasks }: Suite): TaskEntry {
  return tasks.find((task) => task.name === name) ?? { name };
}

function taskOf(
  parsed: Parsed,
  of: { entry: TaskEntry; benchmark: Benchmark; suite: Suite; data: string | null },
): Task {
  const { entry, benchmark, suite, data } = of;
  const template = text(parsed, "template") ?? entry.template ?? Object.keys(benchmark.templates)[0] ?? "";
  if (!Object.hasOwn(benchmark.templates, template)) throw noTemplate(benchmark, template);
  return {
    benchmark,
    template,
    extraction: extractionOf(parsed, { entry, benchmark, suite }),
    numFewshot: shotsOf(parsed, entry, benchmark),
    sampling: samplingOf(benchmark, [suite.bench.sampling, entry.sampling ?? {}, samplingFlags(parsed)]),
    limit: parseLimit(text(parsed, "limit") ?? entry.limit ?? null),
    data,
  };
}

function extractionOf(
  parsed: Parsed,
  { entry, benchmark, suite }: { entry: TaskEntry; benchmark: Benchmark; suite: Suite },
): Extraction {
  const { name, extractions } = benchmark;
  const wanted = choice(parsed, "extraction", EXTRACTIONS) ?? entry.extraction;
  const usual = extractions.find((one) => one === suite.bench.extraction) ?? extractions[0] ?? "official";
  if (wanted === undefined) return usual;
  if (extractions.includes(wanted)) return wanted;
  throw new FvalidateError("usage", `${name} has no extraction "${wanted}".`, {
    hint: `It has ${extractions.join(", ")}. Settings of single benchmarks belong into the suite's tasks.`,
  });
}

function shotsOf(parsed: Parsed, entry: TaskEntry, benchmark: Benchmark): number {
  const wanted = integerFlag(parsed, "num-fewshot", 0) ?? entry.numFewshot ?? benchmark.numFewshot;
  if (wanted === 0 || benchmark.shots !== undefined) return wanted;
  throw new FvalidateError("usage", `${benchmark.name} has no rows that examples could be taken from.`, {
    hint: "Ask it without examples: --num-fewshot 0.",
  });
}

function noTemplate({ name, templates }: Benchmark, template: string): FvalidateError {
  const known = Object.entries(templates).map(([key, description]) => `${key} (${description})`);
  return new FvalidateError("usage", `${name} has no template "${template}".`, {
    hint: `It has ${known.join(", ")}.`,
  });
}

function samplingFlags(parsed: Parsed): SamplingOverrides {
  return {
    temperature: numberFlag(parsed, "temperature", { minimum: 0, maximum: 2 }) ?? undefined,
    topP: numberFlag(parsed, "top-p", { minimum: 1e-6, maximum: 1 }) ?? undefined,
    maxTokens: integerFlag(parsed, "max-tokens", 1) ?? undefined,
    seed: integerFlag(parsed, "request-seed", 0) ?? undefined,
  };
}

/** The benchmark's own, each later set of settings over the earlier ones; what is not said is left as it is. */
function samplingOf({ sampling }: Benchmark, overrides: readonly SamplingOverrides[]): TaskSampling {
  const said = overrides.flatMap((override) =>
    Object.entries(override).filter(([, value]) => value !== undefined),
  );
  return { ...sampling, ...Object.fromEntries(said) };
}

/**
 * Where `--data` puts each benchmark's rows: for one benchmark the path itself, or for several a folder that holds for
 * each a file or folder of its name.
 */
function dataPlaces(parsed: Parsed, entries: readonly TaskEntry[]): Map<string, string> {
  const path = text(parsed, "data");
  if (path === null) return new Map();
  if (!existsSync(path)) throw new FvalidateError("input", `--data: ${path} is not there.`);
  const names = entries.map(({ name }) => name);
  const inFolder = new Map(names.flatMap((name) => placeIn(path, name)));
  const [only] = names;
  if (inFolder.size === 0 && names.length === 1 && only !== undefined) return new Map([[only, path]]);
  const missing = names.find((name) => !inFolder.has(name));
  if (missing === undefined) return inFolder;
  throw new FvalidateError("input", `--data: ${path} holds nothing named ${missing}.`, {
    hint: `For several benchmarks it is a folder with ${missing}.jsonl, .parquet, .csv, … or a folder ${missing} in it.`,
  });
}

/** A folder of the name, else a file that can be read; of several kinds the first, as within a folder. */
function placeIn(folder: string, name: string): [string, string][] {
  try {
    const entries = readdirSync(folder);
    const names = [name, ...readableExtensions().map((extension) => `${name}${extension}`)];
    const found = names.find((one) => entries.includes(one));
    return found === undefined ? [] : [[name, join(folder, found)]];
  } catch {
    // A file, which is the rows of one benchmark.
    return [];
  }
}
