import { z } from "zod";
import type { HarnessSample } from "../../contracts/harness-output.ts";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { shortened, textOf } from "../files/cells.ts";
import { checked, isRecord, readJson } from "../files/json.ts";
import { scoreOf } from "../files/score.ts";
import type { TaskFiles } from "./locate.ts";

const entrySchema = z.looseObject({
  question_id: z.union([z.string(), z.number()]),
  question: z.unknown().optional(),
  answer: z.unknown().optional(),
  inference_scores: z.array(z.unknown()).optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** A sample, and what the harness itself counts for it; `null` where it leaves it out. */
export type ScoredSample = HarnessSample & { readonly counted: number | null };

/** Every question that was asked, once for each time that it was. */
export async function evaluatedSamples(files: TaskFiles): Promise<ScoredSample[]> {
  const entries = await entriesOf(files.evaluated);
  refuseTwice(entries, files.evaluated ?? "");
  const replies = new Map((await entriesOf(files.predictions)).map((entry) => [idOf(entry), entry.answer]));
  return entries.flatMap((entry) => samplesOf(entry, replies.get(idOf(entry))));
}

async function entriesOf(path: string | null): Promise<Entry[]> {
  if (path === null) return [];
  return checked(z.array(entrySchema), await readJson(path, "a task's answers"), path);
}

function idOf({ question_id: id }: Entry): string {
  return String(id);
}

/** Where questions were asked several times, it is known before the scores are trusted that ids may be wrong. */
function refuseTwice(entries: readonly Entry[], path: string): void {
  if (entries.some(({ inference_scores: scores }) => scores !== undefined)) return;
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(idOf(entry)))
      throw new FvalidateError("input", `${path} holds the question ${idOf(entry)} twice.`);
    seen.add(idOf(entry));
  }
}

function samplesOf(entry: Entry, reply: unknown): ScoredSample[] {
  const scores = entry.inference_scores ?? [entry["correct"] ?? entry["score"]];
  return scores.map((score, repeat) => {
    const hasFailed = score === undefined;
    const prediction = hasFailed ? null : textAt(entry.answer, repeat);
    return {
      id: idOf(entry),
      contentSha256: typeof entry.question === "string" ? sha256(entry.question) : null,
      repeat,
      ...outcomeOf(entry, score),
      reply: hasFailed ? null : textAt(reply, repeat),
      prediction: prediction === "" ? null : prediction,
      gold: textOf(entry["label"]),
      truncated: null,
      unparsed: prediction === "",
      category: categoryOf(entry),
      cluster: null,
      completionTokens: tokensOf(entry["usage"], repeat, scores.length),
    };
  });
}

/** A request that failed has no score; one that no judge could judge has a 0 from the harness. */
function outcomeOf(entry: Entry, score: unknown): Pick<ScoredSample, "score" | "error" | "counted"> {
  if (score === undefined)
    return {
      score: null,
      error: `the request failed: ${shortened(String(textOf(entry.answer)))}`,
      counted: null,
    };
  const scored = scoreOf(score);
  if (!isJudged(entry))
    return { score: null, error: "the judge's verdict could not be read", counted: scored.score };
  return { ...scored, counted: scored.score };
}

function isJudged(entry: Entry): boolean {
  const verdicts = [entry["judgement_result"], entry["extracted_answer"]];
  return !verdicts.includes("[FAILED]") && entry["val_success"] !== false;
}

/** The text of one time that a question was asked: `{ "inference_0": … }`, where it was asked several times. */
function textAt(answer: unknown, repeat: number): string | null {
  return textOf(isRecord(answer) ? answer[`inference_${repeat}`] : answer);
}

/** Where a task keeps what its questions are about; most keep it in its own data alone. */
function categoryOf(entry: Entry): string | null {
  const keys = ["category", "subject", "sub_task", "question_type"];
  const key = keys.find((name) => typeof entry[name] === "string");
  return key === undefined ? null : String(entry[key]);
}

function tokensOf(usage: unknown, repeat: number, repeats: number): number | null {
  const one = Array.isArray(usage) ? (usage.length === repeats ? usage[repeat] : null) : usage;
  const tokens = isRecord(one) ? one["completion_tokens"] : null;
  return typeof tokens === "number" ? tokens : null;
}
