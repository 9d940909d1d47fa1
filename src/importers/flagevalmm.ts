import type { HarnessOutput, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { textsOf } from "./files/cells.ts";
import { isRecord, readJson } from "./files/json.ts";
import { isRoundedFigure, shareOf } from "./files/rounded-figure.ts";
import { meanOf } from "./files/score.ts";
import { isFound } from "./files/several-models.ts";
import { locateTasks, type TaskFiles } from "./flagevalmm/locate.ts";
import { evaluatedSamples, type ScoredSample } from "./flagevalmm/samples.ts";

/** The format was taken from outputs of FlagEvalMM at fef27ec (`fixtures/outputs/flagevalmm`) and from its source. */
export const flagEvalMm: Importer = {
  name: "FlagEvalMM",
  description: "<task>_result.json, with <task>_evaluated.json, <task>.json and task_info.json beside it",

  async recognises(path) {
    return await isFound(locateTasks(path));
  },

  async read(path) {
    const files = await locateTasks(path);
    const [first] = files;
    if (first === undefined) throw new FvalidateError("input", `${path} holds no results of FlagEvalMM.`);
    const read = [];
    for (const task of files) read.push(await readTask(task));
    return {
      harness: flagEvalMm.name,
      version: null,
      ...headOf(await informationOf(first)),
      tasks: read.flatMap(({ task }) => task ?? []),
      notes: read.flatMap(({ notes }) => notes),
    };
  },
};

/** The percentages of most tasks have two decimals. */
const ROUNDED_TO = 1e-4;

async function readTask(files: TaskFiles): Promise<{ task: HarnessTask | null; notes: string[] }> {
  const { name } = files;
  if (files.result === null && files.evaluated === null)
    return { task: null, notes: [`${name}: it was asked, but not evaluated: left out`] };
  const result = await resultOf(files);
  const { accuracy = null } = result;
  if (files.result !== null && !isPercentage(accuracy)) {
    const keys = Object.keys(result).join(", ") || "nothing";
    return { task: null, notes: [`${name}: there is no accuracy among its results (${keys}): left out`] };
  }
  const reported = isPercentage(accuracy) ? shareOf(accuracy) : null;
  const evaluated = files.evaluated === null ? null : await evaluatedSamples(files);
  const { samples, notes } = trusted({ name, reported, evaluated, result });
  const task: HarnessTask = {
    name,
    metric: "accuracy",
    reported,
    reportedQuestions: samples === null && evaluated !== null ? null : questionsBehind(result, evaluated),
    aggregation: "micro",
    settings: settingsOf(await informationOf(files)),
    samples: samples?.map(({ counted: _, ...sample }) => sample) ?? null,
  };
  return { task, notes };
}

async function resultOf({ result: path }: TaskFiles): Promise<Readonly<Record<string, unknown>>> {
  const result = path === null ? {} : await readJson(path, "a task's result");
  if (isRecord(result)) return result;
  throw new FvalidateError("input", `${path} is not a JSON object.`);
}

function isPercentage(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 100;
}

/** Requests that failed are no part of the harness's accuracy. */
function questionsBehind(
  result: Readonly<Record<string, unknown>>,
  evaluated: readonly ScoredSample[] | null,
): number | null {
  if (evaluated !== null) return new Set(evaluated.filter(isCounted).map(({ id }) => id)).size;
  const { reject_info: rejected } = result;
  if (!isRecord(rejected)) return null;
  const { total_question: total, reject_number: number } = rejected;
  return typeof total === "number" && typeof number === "number" ? total - number : null;
}

function isCounted({ counted }: ScoredSample): boolean {
  return counted !== null;
}

/** Samples that come to the reported figure, or none, and why. */
function trusted({
  name,
  reported,
  evaluated,
  result,
}: {
  name: string;
  reported: number | null;
  evaluated: readonly ScoredSample[] | null;
  result: Readonly<Record<string, unknown>>;
}): { samples: readonly ScoredSample[] | null; notes: string[] } {
  if (evaluated === null) return { samples: null, notes: [] };
  if (evaluated.some(({ repeat }) => repeat > 0) && isRecord(result["reject_info"]))
    return {
      samples: null,
      notes: [
        `${name}: some requests failed where each question was asked several times; FlagEvalMM then gives scores to the wrong questions: only the total is compared`,
      ],
    };
  const mean = meanOf(evaluated.flatMap(({ counted }) => counted ?? []));
  if (reported !== null && !isRoundedFigure(mean, reported, ROUNDED_TO))
    return {
      samples: null,
      notes: [
        `${name}: accuracy is ${reported}, but the samples' mean is ${mean}: only the total is compared`,
      ],
    };
  const uncounted = evaluated.filter(({ score, counted }) => score === null && counted !== null).length;
  const note = `${name}: ${uncounted} that no judge's verdict was read for, wrong for FlagEvalMM, are failed here`;
  return { samples: evaluated, notes: uncounted === 0 ? [] : [note] };
}

async function informationOf({ information }: TaskFiles): Promise<Readonly<Record<string, unknown>>> {
  const content = information === null ? {} : await readJson(information, "what a task was run with");
  return isRecord(content) ? content : {};
}

/** What decides the answers. The file also holds the address and the key of the server: they are not read. */
const SETTINGS = [
  "num_infers",
  "temperature",
  "max_tokens",
  "thinking",
  "reasoning",
  "system_prompt",
  "max_image_size",
  "min_short_side",
  "max_long_side",
  "max_num_frames",
];

function settingsOf(information: Readonly<Record<string, unknown>>): Record<string, string> {
  return textsOf(Object.fromEntries(SETTINGS.map((key) => [key, information[key]])));
}

function headOf(
  information: Readonly<Record<string, unknown>>,
): Pick<HarnessOutput, "model" | "environment"> {
  const { model_name: model, backend, important_packages: packages } = information;
  return {
    model: typeof model === "string" ? model : null,
    environment: textsOf({ backend, packages: Array.isArray(packages) ? packages.join(", ") : null }),
  };
}
