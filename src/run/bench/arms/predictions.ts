import { z } from "zod";
import { FvalidateError } from "../../../support/errors.ts";
import type { FrozenTask } from "../capsule/manifest.ts";
import { frozenQuestions } from "../capsule/questions.ts";
import type { AnswerJournal } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";

/** One line of a file of answers; names that other programs use are understood too. */
const predictionSchema = z.looseObject({
  benchmark: z.string().optional(),
  task: z.string().optional(),
  id: z.union([z.string(), z.number()]).transform(String),
  reply: z.string().optional(),
  response: z.string().optional(),
  repeat: z.int().min(0).default(0),
  finish_reason: z.string().nullish(),
  completion_tokens: z.number().nullish(),
});
type Prediction = z.infer<typeof predictionSchema>;

export interface PredictionsSource {
  /** The file in words, for messages. */
  readonly name: string;
  readonly lines: AsyncIterable<{ readonly text: string }>;
}

/**
 * Puts answers from a file into an arm's journal. Questions without an answer end as errors: they were not asked here.
 *
 * @returns lines that answer no question of this run
 * @throws FvalidateError of kind `input` for a line that is no answer, or answers a question twice
 */
export async function takePredictions(request: {
  source: PredictionsSource;
  capsule: string;
  tasks: readonly FrozenTask[];
  repeats: number;
  fingerprint: string;
  journal: AnswerJournal;
  onAnswer(how: "asked" | "errored"): void;
}): Promise<number> {
  const { source, capsule, tasks, repeats, fingerprint, journal, onAnswer } = request;
  const predictions = await readPredictions(source, tasks.length === 1 ? tasks[0]?.name : undefined);
  for (const task of tasks) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for await (const { benchmark, id, requestSha256 } of frozenQuestions(capsule, task)) {
        const key = keyOf(benchmark, id, repeat);
        const prediction = predictions.get(key);
        const place = { stack: fingerprint, benchmark, id, repeat, request: requestSha256 };
        await journal.add({ ...place, ...(prediction ? answered(prediction) : missing(source.name)) });
        onAnswer(prediction ? "asked" : "errored");
        predictions.delete(key);
      }
    }
  }
  return predictions.size;
}

async function readPredictions(
  source: PredictionsSource,
  onlyBenchmark: string | undefined,
): Promise<Map<string, Prediction>> {
  const found = new Map<string, Prediction>();
  let number = 0;
  for await (const { text } of source.lines) {
    number += 1;
    if (text.trim() === "") continue;
    const where = `${source.name}:${number}`;
    const prediction = parse(text, where);
    const benchmark = prediction.benchmark ?? prediction.task ?? onlyBenchmark;
    if (benchmark === undefined) throw refusal(where, "it names no `benchmark`, and the run holds several");
    const key = keyOf(benchmark, prediction.id, prediction.repeat);
    if (found.has(key)) throw refusal(where, `a second answer to ${benchmark} ${prediction.id}`);
    found.set(key, prediction);
  }
  return found;
}

function parse(text: string, where: string): Prediction {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(where, `no JSON: ${text.slice(0, 80)}`);
  }
  const parsed = predictionSchema.safeParse(value);
  if (!parsed.success) throw refusal(where, z.prettifyError(parsed.error));
  if (parsed.data.reply === undefined && parsed.data.response === undefined) {
    throw refusal(where, "it holds neither `reply` nor `response`");
  }
  return parsed.data;
}

function answered(prediction: Prediction) {
  return {
    state: "answered",
    text: prediction.reply ?? prediction.response ?? "",
    reasoning: null,
    finishReason: prediction.finish_reason ?? null,
    promptTokens: null,
    completionTokens: prediction.completion_tokens ?? null,
    latencyMilliseconds: null,
    attempts: 0,
  } as const satisfies Partial<JournalRecord>;
}

function missing(name: string) {
  return {
    state: "errored",
    kind: "no prediction",
    message: `${name} holds no answer to this question.`,
    status: null,
    attempts: 0,
  } as const satisfies Partial<JournalRecord>;
}

function keyOf(benchmark: string, id: string, repeat: number): string {
  return `${benchmark}\n${repeat}\n${id}`;
}

function refusal(where: string, why: string): FvalidateError {
  return new FvalidateError("input", `${where} is no answer: ${why}.`, {
    hint: 'Each line is a JSON object such as {"benchmark":"aime24","id":"60","reply":"…"}; "repeat", "finish_reason" and "completion_tokens" may stand beside them.',
  });
}
