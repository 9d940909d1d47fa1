import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { readLines } from "../../support/read-lines.ts";

const sampleSchema = z.object({
  arm: z.enum(["baseline", "candidate", "baseline-repeat"]),
  benchmark: z.string(),
  id: z.string(),
  repeat: z.number(),
  category: z.string().nullable(),
  state: z.string(),
  score: z.number().optional(),
  /** What was asked: by this tool, or as another harness's output has it. */
  requestSha256: z.string().optional(),
  contentSha256: z.string().nullable().optional(),
});

/** One question's scores in one run, by repeat; a failed request has none. */
export interface QuestionScores {
  readonly category: string | null;
  readonly baseline: (number | null)[];
  readonly candidate: (number | null)[];
}

/** Scores by benchmark, and in it by question and request: another prompt makes another question. */
export type RunScores = ReadonlyMap<string, ReadonlyMap<string, QuestionScores>>;

/**
 * Reads the scores that a bench run wrote to `samples.jsonl`.
 * @throws FvalidateError of kind `input` where the file is missing or not one of a bench run
 */
export async function readScores(folder: string): Promise<RunScores> {
  const path = join(folder, "samples.jsonl");
  const scores = new Map<string, Map<string, QuestionScores>>();
  try {
    for await (const { text } of readLines(path)) take(scores, sampleSchema.parse(JSON.parse(text)));
  } catch (error) {
    throw new FvalidateError("input", `cannot read the answers in ${path}: ${firstLine(messageOf(error))}.`, {
      cause: error,
    });
  }
  return scores;
}

function take(scores: Map<string, Map<string, QuestionScores>>, sample: z.infer<typeof sampleSchema>): void {
  const { arm, benchmark, id, repeat, category, state, score } = sample;
  const asked = sample.requestSha256 ?? sample.contentSha256 ?? null;
  // Whether another night's question of this id is the same one cannot be known without what was asked.
  if (arm === "baseline-repeat" || asked === null) return;
  const questions = scores.get(benchmark) ?? new Map<string, QuestionScores>();
  scores.set(benchmark, questions);
  const key = JSON.stringify([id, asked]);
  const question = questions.get(key) ?? { category, baseline: [], candidate: [] };
  questions.set(key, question);
  question[arm][repeat] = state === "error" ? null : (score ?? null);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
