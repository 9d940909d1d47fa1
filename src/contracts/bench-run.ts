import { z } from "zod";
import { ACCURACY_POLICIES, benchmarkResultSchema } from "./bench-result.ts";
import { CHAT_APIS } from "./chat.ts";
import { armSchema, runHead, runTail } from "./run-parts.ts";

/** Limits of the accuracy policies; all settable. Points are percentage points. */
export const accuracyLimitsSchema = z.object({
  marginPoints: z.number(),
  alpha: z.number(),
  cardPoints: z.number(),
  dropPoints: z.number(),
  relativeDropPercent: z.number(),
  noiseQuestions: z.number(),
  noiseMaximumAsked: z.number(),
  differencePoints: z.number(),
  errorBudget: z.number(),
  minLengthRatio: z.number(),
  maxLengthRatio: z.number(),
  truncationPoints: z.number(),
});
export type AccuracyLimits = z.infer<typeof accuracyLimitsSchema>;

/** How an arm was served and asked. */
const benchArm = armSchema.extend({
  /** The name that the server gives its model; `null` for predictions from a file. */
  model: z.string().nullable(),
  /** SHA-256 over what identifies the stack; answers of another one are never taken for this one's. */
  fingerprint: z.string(),
  /** This and what follows is `null` for outputs of another harness: somebody else sent them. */
  requests: z.number().nullable(),
  retries: z.number().nullable(),
  outages: z.number().nullable(),
  /** Answers that an earlier, interrupted part of this run had already brought. */
  resumed: z.number().nullable(),
  /** Wall time in which this arm was asked, in this part of the run. */
  askedMilliseconds: z.number().nullable(),
});
export type BenchArm = z.infer<typeof benchArm>;

/** A complete, interrupted or failed run of benchmarks, as `run.json` holds it. */
export const benchRunSchema = z.object({
  ...runHead,
  kind: z.literal("bench"),
  baseline: benchArm,
  candidate: benchArm,
  capsule: z.object({
    /**
     * Over all requests of both arms but the models' names; for outputs of another harness over what was asked, or `null`
     * where they do not hold that.
     */
    sha256: z.string().nullable(),
    questions: z.number(),
    description: z.string(),
  }),
  settings: z.object({
    seed: z.number(),
    repeats: z.number(),
    /** Whether the baseline was asked a second time, to see how many answers flip by themselves. */
    baselineRepeat: z.boolean(),
    /** This, `api` and `timeoutSeconds` are `null` for outputs of another harness. */
    concurrency: z.number().nullable(),
    api: z.enum(CHAT_APIS).nullable(),
    timeoutSeconds: z.number().nullable(),
    policy: z.enum(ACCURACY_POLICIES),
    limits: accuracyLimitsSchema,
    requireEvidence: z.boolean(),
    /** The grader's model, where one was given. */
    judge: z.string().nullable(),
  }),
  benchmarks: z.array(benchmarkResultSchema).readonly(),
  ...runTail,
});
export type BenchRun = z.infer<typeof benchRunSchema>;
