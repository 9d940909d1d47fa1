import type { HarnessSample, HarnessTask } from "../../contracts/harness-output.ts";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { textOf } from "../files/cells.ts";
import { isRecord, readJson } from "../files/json.ts";
import { shareOf } from "../files/rounded-figure.ts";
import { isSameFigure, meanScore, scoreOf } from "../files/score.ts";
import { type Detail, detailsOf } from "./details.ts";
import { isShare, type Metric, metricsOf } from "./metrics.ts";
import { type Reply, readReplies } from "./replies.ts";

/** Under which of these an evaluator says whether an answer is right, in OpenCompass's own order; then a score from 0 to 1. */
const VERDICTS = ["correct", "is_correct", "cascade_correct", "score"];
const PREDICTIONS = ["pred", "predictions", "prediction", "extracted_answer"];
const GOLDS = ["answer", "refr", "references", "reference", "answers", "gold"];

export async function readTask(
  name: string,
  path: string,
  predictions: readonly string[],
): Promise<{ task: Omit<HarnessTask, "settings"> | null; notes: string[] }> {
  const result = await readJson(path, "a data set's results");
  if (!isRecord(result)) throw new FvalidateError("input", `${path} is not a JSON object.`);
  if (result["error"] !== undefined)
    return { task: null, notes: [`${name}: OpenCompass could not score it: ${textOf(result["error"])}`] };
  const details = detailsOf(result["details"]);
  const replies = await readReplies(predictions);
  const metrics = metricsOf(result);
  const scored = details === null ? null : samplesOf(metrics, details, replies);
  const metric = scored?.metric ?? metrics.find((one) => isShare(one.name));
  if (metric === undefined) {
    const keys = Object.keys(result).filter((key) => key !== "details");
    return { task: null, notes: [`${name}: no share of right answers among ${keys.join(", ")}: left out`] };
  }
  const task = {
    name,
    metric: metric.name,
    reported: shareOf(metric.percentage),
    reportedQuestions: details?.length ?? null,
    aggregation: "micro",
    samples: scored?.samples ?? null,
  } as const;
  const note =
    details !== null && scored === null
      ? "no key of the details comes to a figure of the data set: only the total is compared"
      : (scored?.note ?? null);
  return { task, notes: note === null ? [] : [`${name}: ${note}`] };
}

interface Scored {
  readonly metric: Metric;
  readonly samples: readonly HarnessSample[];
  readonly note: string | null;
}

/** Scores under the first key whose mean is a figure of the data set; `null` where none is. */
function samplesOf(
  metrics: readonly Metric[],
  details: readonly Detail[],
  replies: readonly Reply[],
): Scored | null {
  const keys = VERDICTS.map((key) => [key, null] as const);
  // AccEvaluator says nothing of single questions: an answer is right where it equals the reference.
  const ways = [
    ...keys,
    [null, "right where prediction and reference are equal, whose mean is OpenCompass's figure"] as const,
  ];
  for (const [key, note] of ways) {
    const samples = details.flatMap((detail, i) => repeatsOf(detail, i, { key, details, replies }));
    const mean = meanScore(samples);
    const metric = metrics.find(({ percentage }) => isSameFigure(mean, percentage / 100));
    if (metric !== undefined && samples.every(({ score }) => score !== null))
      return { metric, samples, note };
  }
  return null;
}

interface Source {
  /** `null`: by comparing prediction and reference. */
  readonly key: string | null;
  readonly details: readonly Detail[];
  readonly replies: readonly Reply[];
}

function repeatsOf(detail: Detail, position: number, { key, details, replies }: Source): HarnessSample[] {
  const verdicts = key === null ? equalityOf(detail) : detail.value([key]);
  const predictions = detail.value(PREDICTIONS);
  const golds = detail.value(GOLDS);
  return Array.from({ length: detail.runs }, (_, repeat) => {
    // The data set is asked as a whole, then again.
    const reply =
      replies.length === details.length * detail.runs
        ? replies[repeat * details.length + position]
        : undefined;
    const prediction = textOf(predictions?.[repeat]);
    return {
      id: detail.id,
      contentSha256: contentHash(reply?.origin_prompt ?? detail.value(["prompt", "origin_prompt"])?.[repeat]),
      repeat,
      ...scoreOf(verdicts?.[repeat]),
      reply: textOf(reply?.prediction ?? detail.value(["origin_prediction"])?.[repeat]),
      prediction: prediction === "" ? null : prediction,
      gold: textOf(golds?.[repeat] ?? reply?.gold),
      truncated: null,
      unparsed: prediction === "",
      category: null,
      cluster: null,
      completionTokens: reply?.res_length ?? null,
    };
  });
}

function equalityOf(detail: Detail): boolean[] | null {
  const predictions = detail.value(["predictions"]);
  const references = detail.value(["references"]);
  if (predictions === null || references === null) return null;
  return predictions.map((prediction, i) => textOf(prediction) === textOf(references[i]));
}

function contentHash(prompt: unknown): string | null {
  const text = textOf(prompt);
  return text === null ? null : sha256(text);
}
