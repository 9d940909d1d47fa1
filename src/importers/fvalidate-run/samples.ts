import { z } from "zod";
import type { HarnessSample } from "../../contracts/harness-output.ts";
import { textOf } from "../files/cells.ts";
import { checked, readJsonLines } from "../files/json.ts";
import { scoreOf } from "../files/score.ts";

export type ArmName = "baseline" | "candidate";

export interface ArmFiles {
  readonly arm: ArmName;
  readonly samples: string;
  /** `null` where the replies were not kept. */
  readonly journal: string | null;
  /** `null` where the capsule was not kept: then no question's cluster is known. */
  readonly questions: string | null;
}

const place = { benchmark: z.string(), id: z.string() };
const sampleSchema = z.looseObject({
  arm: z.string(),
  ...place,
  repeat: z.number(),
  category: z.string().nullable(),
  state: z.enum(["scored", "truncated", "unparsed", "error"]),
  score: z.unknown().optional(),
  prediction: z.string().nullish(),
  message: z.string().optional(),
  finishReason: z.string().nullish(),
  completionTokens: z.number().nullish(),
  gold: z.unknown().optional(),
  requestSha256: z.string(),
});
type Line = z.infer<typeof sampleSchema>;
const answerSchema = z.looseObject({
  ...place,
  repeat: z.number(),
  request: z.string(),
  text: z.string().optional(),
});
const questionSchema = z.looseObject({ ...place, cluster: z.string().nullable() });

/** An arm's samples by benchmark. */
export async function samplesOfArm(files: ArmFiles): Promise<Map<string, HarnessSample[]>> {
  const replies = await repliesIn(files.journal);
  const clusters = await clustersIn(files.questions);
  const samples = new Map<string, HarnessSample[]>();
  for await (const { value, place } of readJsonLines(files.samples)) {
    const line = checked(sampleSchema, value, place);
    if (line.arm !== files.arm) continue;
    const { benchmark, id, repeat } = line;
    const found = samples.get(benchmark) ?? [];
    found.push({
      ...sampleOf(line),
      reply: replies.get(keyOf(benchmark, id, repeat, line.requestSha256)) ?? null,
      cluster: clusters.get(keyOf(benchmark, id)) ?? null,
    });
    samples.set(benchmark, found);
  }
  return samples;
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** The last record of a question is the one that was scored. */
async function repliesIn(path: string | null): Promise<Map<string, string>> {
  const replies = new Map<string, string>();
  if (path === null) return replies;
  for await (const { value, place } of readJsonLines(path)) {
    const { benchmark, id, repeat, request, text } = checked(answerSchema, value, place);
    if (text !== undefined) replies.set(keyOf(benchmark, id, repeat, request), text);
  }
  return replies;
}

async function clustersIn(path: string | null): Promise<Map<string, string>> {
  const clusters = new Map<string, string>();
  if (path === null) return clusters;
  for await (const { value, place } of readJsonLines(path)) {
    const { benchmark, id, cluster } = checked(questionSchema, value, place);
    if (cluster !== null) clusters.set(keyOf(benchmark, id), cluster);
  }
  return clusters;
}

function sampleOf(line: Line): Omit<HarnessSample, "reply" | "cluster"> {
  const hasFailed = line.state === "error";
  return {
    id: line.id,
    contentSha256: line.requestSha256,
    repeat: line.repeat,
    ...(hasFailed ? { score: null, error: line.message ?? "the request failed" } : scoreOf(line.score)),
    prediction: line.state === "unparsed" ? null : (line.prediction ?? null),
    gold: textOf(line.gold),
    truncated: truncationOf(line),
    unparsed: line.state === "unparsed",
    category: line.category,
    completionTokens: line.completionTokens ?? null,
  };
}

function truncationOf({ state, finishReason }: Line): boolean | null {
  if (state === "truncated" || finishReason === "length") return true;
  return finishReason === null || finishReason === undefined ? null : false;
}
