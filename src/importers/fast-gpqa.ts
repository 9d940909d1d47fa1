import { isAbsolute, join } from "node:path";
import { z } from "zod";
import type { HarnessOutput, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { evalscope } from "./evalscope.ts";
import { checked, readJson } from "./files/json.ts";
import { filesBelow, headOf, kindOfPath } from "./files/places.ts";

/** What `fast_gpqa.py` writes: no question of its own, only the score and where evalscope put the rest. */
const resultSchema = z.looseObject({
  model: z.string(),
  benchmark: z.string(),
  mode: z.string().nullish(),
  /** Percent with two decimals; `null` where the script could not find it in evalscope's result. */
  score: z.number().nullable(),
  total_questions: z.number(),
  eval_batch_size: z.number().nullish(),
  max_tokens: z.number().nullish(),
  max_model_len: z.number().nullish(),
  truncation_detected: z.boolean().nullish(),
  temperature: z.number().nullish(),
  timestamp: z.string().nullish(),
  work_dir: z.string().nullish(),
  service_crashed: z.boolean().nullish(),
});
type GpqaResult = z.infer<typeof resultSchema>;

const BEGINS = /"_producer"\s*:\s*"fast_gpqa\.py"|"benchmark"\s*:\s*"gpqa_diamond"/;

/** The format was taken from the source of FlagRelease's `skills/flagos-eval-comprehensive/tools/fast_gpqa.py`. */
export const fastGpqa: Importer = {
  name: "fast_gpqa",
  description:
    "FlagRelease's fast_gpqa.json or gpqa_result.json, with evalscope's work_dir where it is still there",

  async recognises(path) {
    return (await resultFile(path).catch(() => null)) !== null;
  },

  async read(path) {
    const file = await resultFile(path);
    if (file === null) throw new FvalidateError("input", `${path} holds no result of fast_gpqa.`);
    const result = checked(resultSchema, await readJson(file, "a result of fast_gpqa"), file);
    const detail = await workFolderOutput(result, file);
    return {
      harness: fastGpqa.name,
      version: null,
      model: result.model,
      environment: environmentOf(result),
      tasks: tasksOf(result, detail),
      notes: notesOf(result, detail),
    };
  },
};

/** A file, or the only one of its kind in a folder; a work folder of evalscope is evalscope's. */
async function resultFile(path: string): Promise<string | null> {
  const kind = await kindOfPath(path);
  if (kind === "file") return (await isResult(path)) ? path : null;
  if (kind === null) return null;
  const found: string[] = [];
  for (const name of await filesBelow(path, 1))
    if (await isResult(join(path, name))) found.push(join(path, name));
  // The script writes the same result twice: under its own name, and where it was told to.
  return found.find((file) => file.endsWith("fast_gpqa.json")) ?? found[0] ?? null;
}

async function isResult(path: string): Promise<boolean> {
  if (!path.endsWith(".json")) return false;
  const head = await headOf(path);
  return BEGINS.test(head) && /"total_questions"\s*:/.test(head);
}

/** evalscope's answers, question by question; `work_dir` is relative to where the script ran. */
async function workFolderOutput(
  { work_dir: place }: GpqaResult,
  file: string,
): Promise<HarnessOutput | null> {
  if (typeof place !== "string" || place === "") return null;
  const folder = isAbsolute(place) ? place : join(file, "..", place);
  return (await evalscope.recognises(folder)) ? await evalscope.read(folder) : null;
}

function tasksOf(result: GpqaResult, detail: HarnessOutput | null): HarnessTask[] {
  const settings = settingsOf(result);
  if (detail !== null)
    return detail.tasks.map((task) => ({ ...task, settings: { ...task.settings, ...settings } }));
  if (result.score === null) return [];
  return [
    {
      name: result.benchmark,
      metric: "accuracy",
      reported: result.score / 100,
      reportedQuestions: result.total_questions,
      aggregation: "micro",
      settings,
      samples: null,
    },
  ];
}

function settingsOf({ mode, max_tokens, temperature, total_questions }: GpqaResult): Record<string, string> {
  const found = { mode, max_tokens, temperature, questions: total_questions };
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, value]) => (value == null ? [] : [[key, String(value)]])),
  );
}

function environmentOf({ eval_batch_size, max_model_len, timestamp }: GpqaResult): Record<string, string> {
  const found = { "requests at a time": eval_batch_size, "longest context": max_model_len, timestamp };
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, value]) => (value == null ? [] : [[key, String(value)]])),
  );
}

function notesOf(result: GpqaResult, detail: HarnessOutput | null): string[] {
  return [
    ...(detail === null
      ? ["the answers to the single questions are in evalscope's work_dir, which is not there"]
      : [`single questions are from evalscope's work_dir`, ...detail.notes]),
    ...(result.score === null ? ["fast_gpqa found no score in evalscope's result"] : []),
    ...(result.truncation_detected === true ? ["fast_gpqa saw its probe's reply cut off"] : []),
    ...(result.service_crashed === true ? ["the server died while it was asked"] : []),
    ...(result.eval_batch_size == null
      ? []
      : ["fast_gpqa chooses how many requests it sends at a time for each stack by itself"]),
  ];
}
