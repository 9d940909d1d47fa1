import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { MAPE_CONVENTIONS, type MapeConventionName } from "../../compare/metrics/mape-conventions.ts";
import { EXTRACTIONS, type Json } from "../../contracts/benchmark.ts";
import { shardSchema } from "../../contracts/run-parts.ts";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";
import { writeWhole } from "../../support/write-file.ts";
import { DTYPES } from "../../tensors/dtype.ts";

export const SHARD_FILE = "shard.json";
const SCHEMA = "fvalidate.shard/1";

const timedCalls = z.object({ milliseconds: z.array(z.number()).readonly(), source: z.string() });
const perArm = <Value extends z.ZodType>(value: Value) =>
  z.object({ baseline: value.optional(), candidate: value.optional() });

const stackAbilities = z.object({
  passes: z.int().nonnegative(),
  perturbations: z.array(z.enum(["noise", "state"])).readonly(),
});

const storedSeries = z.object({
  role: z.enum(["baseline", "candidate", "golden"]),
  pass: z.int().nonnegative(),
  perturbation: z.enum(["noise", "state"]).nullable(),
  content: z.enum(["actions", "trajectory"]),
  /** Which observations stand along the tensor's first axis. */
  observations: z.array(z.int().nonnegative()).readonly(),
  /** As the stack sent them; half precision is stored as float32, which holds it exactly. */
  dtype: z.enum(DTYPES),
  file: z.string(),
  sha256: z.string(),
});
export type StoredSeries = z.infer<typeof storedSeries>;

const chain = z.object({
  name: z.string(),
  source: z.string(),
  convention: z.enum(["standard", "modified"]),
  actionAngles: z.enum(["radians", "degrees"]),
  joints: z
    .array(
      z.object({
        action: z.number().nullable(),
        aMetres: z.number(),
        alphaRadians: z.number(),
        dMetres: z.number(),
        thetaOffsetRadians: z.number(),
      }),
    )
    .readonly(),
});

/** What a merge needs of a pi0 shard beside its `run.json`. */
const pi0Part = z.object({
  answers: z.array(storedSeries).readonly(),
  plan: z.object({
    observations: z.int().positive(),
    baseline: stackAbilities,
    candidate: stackAbilities,
    golden: z.boolean(),
  }),
  /** Whether the stacks were asked one after the other instead of in turn: the order of `samples.jsonl`. */
  oneAfterTheOther: z.boolean(),
  golden: z.object({ stack: z.string(), label: z.string() }).nullable(),
  repeatReasons: z.object({ baseline: z.string(), candidate: z.string() }),
  /** Times that recordings bring, and calls that were made for their times. */
  recordedLatency: perArm(timedCalls),
  timed: perArm(timedCalls),
  mapeConvention: z
    .string()
    .refine((name): name is MapeConventionName => Object.hasOwn(MAPE_CONVENTIONS, name)),
  actionDimensions: z.number().nullable(),
  kinematics: chain.nullable(),
});
export type Pi0ShardPart = z.infer<typeof pi0Part>;

const limit = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("first"), count: z.number() }),
  z.object({ kind: z.literal("share"), share: z.number() }),
  z.object({ kind: z.literal("range"), from: z.number(), to: z.number() }),
]);

const task = z.object({
  name: z.string(),
  template: z.string(),
  extraction: z.enum(EXTRACTIONS),
  numFewshot: z.number(),
  sampling: z.object({
    temperature: z.number(),
    maxTokens: z.number(),
    topP: z.number().exactOptional(),
    stop: z.array(z.string()).readonly().exactOptional(),
    seed: z.number().exactOptional(),
    extra: z.record(z.string(), z.custom<Json>()).exactOptional(),
  }),
  limit,
  data: z.string().nullable(),
});
export type ShardTask = z.infer<typeof task>;

/** `shard.json` in the folder of a shard's run: what tells whose part it is, and what a merge needs of it. */
const recordSchema = z.object({
  schema: z.literal(SCHEMA),
  kind: z.enum(["pi0", "bench"]),
  /** The run's id. */
  run: z.string(),
  shard: shardSchema,
  /** When the shard was first begun; a resumed one keeps it. */
  createdAt: z.string(),
  toolVersion: z.string(),
  suite: z.object({ name: z.string(), title: z.string() }),
  /** What to type behind `fvalidate` for the run of all shards. */
  command: z.array(z.string()).readonly(),
  /** All that decides what is asked, how, and how it is judged: the shards of one run have the same. */
  settings: z.record(z.string(), z.unknown()),
  /** Of a run of benchmarks. */
  tasks: z.array(task).readonly().optional(),
  /** Of a pi0 run, once it has ended. */
  pi0: pi0Part.optional(),
});
export type ShardRecord = z.infer<typeof recordSchema>;

export async function writeShardRecord(folder: string, record: Omit<ShardRecord, "schema">): Promise<void> {
  const content = { schema: SCHEMA, ...record };
  await writeWhole(join(folder, SHARD_FILE), `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * @returns `null` where there is none
 * @throws FvalidateError of kind `input` for one that this build does not read
 */
export async function readShardRecord(folder: string): Promise<ShardRecord | null> {
  const path = join(folder, SHARD_FILE);
  try {
    return recordSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT" || systemCodeOf(error) === "ENOTDIR") return null;
    const why = error instanceof z.ZodError ? `\n${z.prettifyError(error)}` : ` ${messageOf(error)}`;
    throw new FvalidateError("input", `${path} does not describe a shard:${why}`, {
      hint: "Take the shard's folder as fvalidate wrote it, and the version of fvalidate that wrote it.",
      cause: error,
    });
  }
}
