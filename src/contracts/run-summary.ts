import { z } from "zod";
import { RESULT_KINDS } from "./any-run.ts";
import { RUN_SCHEMA, shardSchema } from "./run-parts.ts";
import { VERDICTS } from "./verdict.ts";

const arm = z.object({ label: z.string(), source: z.string() });

/** What a list of runs shows of each: much less than its kind's schema asks, so that a list is quick to read. */
export const runSummarySchema = z.object({
  schema: z.literal(RUN_SCHEMA),
  id: z.string(),
  kind: z.enum(RESULT_KINDS),
  createdAt: z.string(),
  status: z.enum(["complete", "interrupted", "failed"]),
  shard: shardSchema.optional(),
  suite: z.object({ name: z.string(), title: z.string() }),
  baseline: arm.optional(),
  candidate: arm.optional(),
  verdict: z.enum(VERDICTS),
  headline: z.string(),
  warnings: z.array(z.string()).readonly(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
