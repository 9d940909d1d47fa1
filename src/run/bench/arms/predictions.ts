import { z } from "zod";
import type { Shard } from "../../../contracts/run-parts.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { isInShard } from "../../shards/shard.ts";
import type { FrozenTask } from "../capsule/manifest.ts";
import { frozenQuestions } from "../capsule/questions.ts";
import type { AnswerJournal } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";

/** One line of a file of answers; names that other programs use are understood too, and the lines of our journals. */
const predictionSchema = z
  .looseObject({
    benchmark: z.string().optional(),
    task: z.string().optional(),
    id: z.union([z.string(), z.number()]).transform(String),
    repeat: z.int().min(0).default(0),
    reply: z.string().optional(),
    response: z.string().optional(),
    text: z.string().optional(),
    reasoning: z.string().nullish(),
    finish_reason: z.string().nullish(),
    finishReason: z.string().nullish(),
    completion_tokens: z.number().nullish(),
    completionTokens: z.number().nullish(),
    /** SHA-256 of the request that was answered, where it is known: it must be this run's. */
    request: z.string().optional(),
    /** Of a journal: `errored` for a request that failed. */
    state: z.string().optional(),
    message: z.string().optional(),
  })
  .transform((line) => ({
    benchmark: line.benchmark ?? line.task,
    id: line.id,
    repeat: line.repeat,
    request: line.request,
    failure: line.state === "errored" ? (line.message ?? "it failed when it was asked") : null,
    reply: line.reply ?? line.response ?? line.text,
    reasoning: line.reasoning ?? null,
    finishReason: line.finish_reason ?? line.finishReason ?? null,
    completionTokens: line.completion_tokens ?? line.completionTokens ?? null,
  }));
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
  /** Which part of the questions is answered here; `null` for all. */
  shard: Shard | null;
  fingerprint: string;
  journal: AnswerJournal;
  onAnswer(how: "asked" | "errored"): void;
}): Promise<number> {
  const { source, capsule, tasks, repeats, shard, fingerprint, journal, onAnswer } = request;
  const predictions = await readPredictions(source, tasks.length === 1 ? tasks[0]?.name : undefined);
  for (const task of tasks) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      let place = 0;
      for await (const { benchmark, id, requestSha256 } of frozenQuestions(capsule, task)) {
        const key = keyOf(benchmark, id, repeat);
        const prediction = predictions.get(key);
        // Another shard's answer is an answer to this run all the same.
        predictions.delete(key);
        place += 1;
        if (!isInShard(place - 1, shard)) continue;
        requireSameRequest(prediction, requestSha256, source.name);
        const answered = { stack: fingerprint, benchmark, id, repeat, request: requestSha256 };
        await journal.add({ ...answered, ...outcomeOf(prediction, source.name) });
        onAnswer(prediction?.failure === null ? "asked" : "errored");
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
    const benchmark = prediction.benchmark ?? onlyBenchmark;
    if (benchmark === undefined) throw refusal(where, "it names no `benchmark`, and the run holds several");
    const key = keyOf(benchmark, prediction.id, prediction.repeat);
    // A request that failed and was asked again leaves two lines in a journal.
    if (found.get(key)?.failure === null)
      throw refusal(where, `a second answer to ${benchmark} ${prediction.id}`);
    found.set(key, prediction);
  }
  return found;
}

function parse(text: string, where: string): Prediction {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw refusal(where, `no JSON: ${text.slice(0, 80)}`);
  }
  const parsed = predictionSchema.safeParse(value);
  if (!parsed.success) throw refusal(where, z.prettifyError(parsed.error));
  if (parsed.data.reply === undefined && parsed.data.failure === null) {
    throw refusal(where, "it holds neither `reply` nor `response`");
  }
  return parsed.data;
}

function outcomeOf(prediction: Prediction | undefined, name: string) {
  if (prediction === undefined) return failed(`${name} holds no answer to this question.`);
  if (prediction.failure !== null) return failed(prediction.failure);
  return {
    state: "answered",
    text: prediction.reply ?? "",
    reasoning: prediction.reasoning,
    finishReason: prediction.finishReason,
    promptTokens: null,
    completionTokens: prediction.completionTokens,
    latencyMilliseconds: null,
    attempts: 0,
  } as const satisfies Partial<JournalRecord>;
}

function failed(message: string) {
  return {
    state: "errored",
    kind: "no prediction",
    message,
    status: null,
    attempts: 0,
  } as const satisfies Partial<JournalRecord>;
}

/** @throws FvalidateError of kind `comparison` for an answer to another prompt */
function requireSameRequest(prediction: Prediction | undefined, request: string, name: string): void {
  if (prediction?.request === undefined || prediction.request === request) return;
  throw new FvalidateError(
    "comparison",
    `${name}: its answer to ${prediction.id} was given to another request than this run's.`,
    { hint: "Template, examples, sampling and data must be those that were answered." },
  );
}

function keyOf(benchmark: string, id: string, repeat: number): string {
  return `${benchmark}\n${repeat}\n${id}`;
}

function refusal(where: string, why: string): FvalidateError {
  return new FvalidateError("input", `${where} is no answer: ${why}.`, {
    hint: 'Each line is a JSON object such as {"benchmark":"aime24","id":"60","reply":"…"}; "repeat", "finish_reason" and "completion_tokens" may stand beside them.',
  });
}
