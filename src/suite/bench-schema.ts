import { z } from "zod";
import { DEFAULT_ACCURACY_LIMITS } from "../compare/accuracy/limits.ts";
import { ACCURACY_POLICIES } from "../contracts/bench-result.ts";
import { EXTRACTIONS } from "../contracts/benchmark.ts";
import { CHAT_APIS } from "../contracts/chat.ts";

const sampling = z.strictObject({
  temperature: z.number().min(0).optional(),
  topP: z.number().gt(0).max(1).optional(),
  maxTokens: z.int().positive().optional(),
  stop: z.array(z.string().min(1)).optional(),
  /** Sent to the servers; what they make of it is theirs. */
  seed: z.int().optional(),
  /** What one kind of server takes besides, such as `top_k` or `chat_template_kwargs`; in the request as it is. */
  extra: z.record(z.string(), z.json()).optional(),
});
export type SamplingOverrides = z.infer<typeof sampling>;

const LIMITS = "take 50 (the first fifty), 0.1 (the first tenth) or 100:200 (a range)";

function isLimit(value: string | number): boolean {
  const [, from, to] = /^(\d+)[:-](\d+)$/.exec(String(value)) ?? [];
  if (from !== undefined) return Number(from) < Number(to);
  const number = String(value).trim() === "" ? Number.NaN : Number(value);
  return (number > 0 && number < 1) || (number >= 1 && Number.isSafeInteger(number));
}

/** As `--limit` takes it. */
export const limitSchema = z.union([z.string(), z.number()]).refine(isLimit, { error: LIMITS });

const taskForm = z.strictObject({
  name: z.string().min(1),
  template: z.string().min(1).optional(),
  extraction: z.enum(EXTRACTIONS).optional(),
  numFewshot: z.int().min(0).optional(),
  limit: limitSchema.optional(),
  /** A local file or folder with the rows, relative to the suite. */
  data: z.string().min(1).optional(),
  sampling: sampling.optional(),
});
export type TaskEntry = z.infer<typeof taskForm>;

/** A benchmark by its name, or with settings of its own. Not a union: its messages would not name the wrong key. */
export const taskSchema = z.preprocess(
  (entry) => (typeof entry === "string" ? { name: entry } : entry),
  taskForm,
);

const positive = z.number().positive();

/** Which policy decides, and every policy's limits. */
const accuracyPolicy = z.strictObject({
  name: z.enum(ACCURACY_POLICIES).default("equivalence"),
  marginPoints: positive.default(DEFAULT_ACCURACY_LIMITS.marginPoints),
  alpha: z.number().gt(0).lt(1).default(DEFAULT_ACCURACY_LIMITS.alpha),
  cardPoints: positive.default(DEFAULT_ACCURACY_LIMITS.cardPoints),
  dropPoints: positive.default(DEFAULT_ACCURACY_LIMITS.dropPoints),
  relativeDropPercent: positive.default(DEFAULT_ACCURACY_LIMITS.relativeDropPercent),
  noiseQuestions: z.int().min(0).default(DEFAULT_ACCURACY_LIMITS.noiseQuestions),
  noiseMaximumAsked: z.int().min(0).default(DEFAULT_ACCURACY_LIMITS.noiseMaximumAsked),
  differencePoints: positive.default(DEFAULT_ACCURACY_LIMITS.differencePoints),
  errorBudget: z.number().min(0).max(1).default(DEFAULT_ACCURACY_LIMITS.errorBudget),
  minLengthRatio: positive.default(DEFAULT_ACCURACY_LIMITS.minLengthRatio),
  maxLengthRatio: positive.default(DEFAULT_ACCURACY_LIMITS.maxLengthRatio),
  truncationPoints: positive.default(DEFAULT_ACCURACY_LIMITS.truncationPoints),
});

/** What a suite of kind `bench` says of how its servers are asked and judged. */
export const benchSchema = z.strictObject({
  api: z.enum(CHAT_APIS).default("chat"),
  /** Requests in flight for each arm, the same for both. */
  concurrency: z.int().positive().default(16),
  /** For the benchmarks that have it; a benchmark's own setting goes over it. */
  extraction: z.enum(EXTRACTIONS).optional(),
  /** How often every question is asked. */
  repeats: z.int().positive().default(1),
  /** Of the order of choices, where 0 is evalscope's own, and of the Monte Carlo tests. */
  seed: z.int().min(0).default(0),
  /** Over what the benchmarks ask for by themselves. */
  sampling: sampling.prefault({}),
  /** For one request, counted from its sending. */
  timeoutSeconds: z.number().positive().default(1800),
  maxRetries: z.int().min(0).default(5),
  /** How long a server that is gone is waited for. */
  outageSeconds: z.number().positive().default(300),
  policy: accuracyPolicy.prefault({}),
  /** Grades the benchmarks that cannot be scored by rules. */
  judge: z.strictObject({ url: z.url(), model: z.string().min(1).optional() }).optional(),
});
