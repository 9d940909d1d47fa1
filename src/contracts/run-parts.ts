import { z } from "zod";
import { VERDICTS } from "./verdict.ts";

/** The version of `run.json` that this build writes and reads. */
export const RUN_SCHEMA = "fvalidate.run/1";

const armSource = z.enum(["recording", "endpoint", "process", "docker", "embedded", "predictions", "file"]);
export type ArmSource = z.infer<typeof armSource>;

const evidence = z.object({
  /**
   * `proved`: FlagOS was seen to run where it should. `clean`: no sign of it where it should not. `missing`: no sign of
   * it where it should. `contradicted`: the stack is not what it is called.
   */
  status: z.enum(["proved", "clean", "missing", "contradicted", "not applicable"]),
  /** One sentence: what was seen, or why nothing was. */
  summary: z.string(),
  /** Operators that the FlagOS stack's own log names, with how often. */
  operators: z.record(z.string(), z.number()).optional(),
  /** What a reader should know though it decides nothing. */
  notes: z.array(z.string()).readonly().optional(),
});
export type Evidence = z.infer<typeof evidence>;

export const armSchema = z.object({
  stack: z.string(),
  label: z.string(),
  source: armSource,
  environment: z.record(z.string(), z.string()),
  evidence,
});
export type Arm = z.infer<typeof armSchema>;

/** Which part of a run's questions was asked: `index` of `count`, counted from 1. */
export const shardSchema = z.object({ index: z.int().positive(), count: z.int().positive() });
export type Shard = z.infer<typeof shardSchema>;

/** What ended a run early. */
export const failureSchema = z.object({
  kind: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  /** The end of what a server printed that did not come up. */
  log: z.string().optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/** What every result begins with, of one pair of arms or of a whole suite. */
export const resultHead = {
  schema: z.literal(RUN_SCHEMA),
  id: z.string(),
  createdAt: z.string(),
  durationMilliseconds: z.number(),
  status: z.enum(["complete", "interrupted", "failed"]),
  failure: failureSchema.nullable(),
  tool: z.object({ version: z.string(), node: z.string() }),
  /** What to type behind `fvalidate` for the same run. */
  command: z.array(z.string()).readonly(),
};

/** What every run's result begins with, of whichever kind. */
export const runHead = {
  ...resultHead,
  /** Absent in a run of all questions. */
  shard: shardSchema.optional(),
  /** The shards' runs that this one was merged from; absent in a run that asked by itself. */
  mergedFrom: z.array(z.string()).readonly().optional(),
  suite: z.object({ name: z.string(), title: z.string() }),
  /** What the numbers come from, as the first line on the terminal says. */
  origin: z.string(),
  baseline: armSchema,
  candidate: armSchema,
};

/** What every run's result ends with. */
export const runTail = {
  verdict: z.enum(VERDICTS),
  headline: z.string(),
  reasons: z.array(z.string()).readonly(),
  warnings: z.array(z.string()).readonly(),
};
