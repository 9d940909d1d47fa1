import { z } from "zod";
import { EXTRACTIONS } from "./benchmark.ts";
import { VERDICTS } from "./verdict.ts";

const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const interval = z.tuple([z.number(), z.number()]).readonly();
const optional = z.number().nullable();

/** The policies that can decide a benchmark; the report shows what each of them says. */
export const ACCURACY_POLICIES = [
  "equivalence",
  "card",
  "flagrelease",
  "flagrelease-relative",
  "auto-evaluation",
] as const;
export type AccuracyPolicyName = (typeof ACCURACY_POLICIES)[number];

/** One arm's answers to one benchmark. Counts are of samples: questions × repeats. */
const armScores = z.object({
  /** Mean score of the answered samples as the benchmark aggregates them, a fraction; `null` where none was answered. */
  accuracy: optional,
  /** 95 %, fractions; Wilson's for single right-or-wrong answers, otherwise from the spread between clusters. */
  accuracyInterval: interval.nullable(),
  /** Sum of scores, so the number of right answers where each is right or wrong. */
  correct: z.number(),
  /** Every sample is one of these four. */
  scored: z.number(),
  /** `null` where another harness's output does not tell. */
  truncated: optional,
  unparsed: z.number(),
  errors: z.number(),
  /** Samples for which the official code would have drawn an answer at random; `null` for another harness's output. */
  wouldGuess: optional,
  /** Of the answered samples; `null` where the server counts no tokens. */
  meanCompletionTokens: optional,
  meanCharacters: optional,
});
export type ArmScores = z.infer<typeof armScores>;

export const FLIP_CAUSES = [
  "different answer",
  "same answer, scored otherwise",
  "truncated",
  "unparsed",
  "truncated and unparsed",
  "answers not known",
] as const;

const policyAnswer = z.object({
  name: z.enum(ACCURACY_POLICIES),
  verdict: z.enum(VERDICTS),
  /** One sentence with the figures it rests on. */
  reason: z.string(),
});
export type PolicyAnswer = z.infer<typeof policyAnswer>;

/** Paired statistics of one benchmark; percentage points, candidate − baseline. */
const pairedComparison = z.object({
  /** Questions that both arms answered in all repeats. */
  n: z.number(),
  deltaPoints: z.number(),
  /** Of the baseline's accuracy; `null` where that is 0. */
  relativePercent: optional,
  ci95Points: interval,
  ci90Points: interval,
  intervalMethod: z.string(),
  /** Questions that the baseline got right and the candidate wrong, and the other way round. */
  flips: z.object({ lost: z.number(), gained: z.number() }),
  /** Exact; `null` where answers are not simply right or wrong, with the reason. */
  mcnemarP: optional,
  mcnemarPReason: z.string().optional(),
  /** The test that decides: McNemar's, or sign flips of the questions' (clusters') mean differences. */
  test: z.object({ method: z.string(), p: z.number(), holmP: z.number() }),
  equivalence: z.object({
    marginPoints: z.number(),
    p: z.number(),
    outcome: z.enum(["equivalent", "not shown"]),
  }),
  /** The smallest true difference that a test at 5 % finds with a power of 80 %, at this n and these flips. */
  smallestDetectablePoints: z.number(),
  /** The smallest margin within which this n can show equivalence with a power of 80 % where there is no difference. */
  smallestProvableMarginPoints: z.number(),
  /** What would decide an inconclusive benchmark. */
  needed: z.object({ questions: optional, repeats: optional }),
});
export type PairedComparison = z.infer<typeof pairedComparison>;

/** Two runs of the baseline against one another, and the candidate's flips beside theirs. */
const selfNoise = z.object({
  n: z.number(),
  /** Questions whose outcome differs between two runs of the baseline. */
  baselineFlips: z.number(),
  /** The same between baseline and candidate, over the same questions. */
  candidateFlips: z.number(),
  /** Share of questions, percentage points: the candidate's flips less the baseline's own. */
  excessPoints: z.number(),
  excessCi95Points: interval,
  /** Replies that are the same to the letter, shares of n. */
  baselineIdenticalReplies: z.number(),
  candidateIdenticalReplies: z.number(),
});
export type SelfNoise = z.infer<typeof selfNoise>;

const category = z.object({
  name: z.string(),
  n: z.number(),
  baselineAccuracy: z.number(),
  candidateAccuracy: z.number(),
  deltaPoints: z.number(),
});
export type CategoryScores = z.infer<typeof category>;

/** A question whose outcome differs between the arms. */
const flip = z.object({
  id: z.string(),
  repeat: z.number(),
  direction: z.enum(["lost", "gained"]),
  cause: z.enum(FLIP_CAUSES),
  baselinePrediction: z.string().nullable(),
  candidatePrediction: z.string().nullable(),
  /** Where the replies part, counted in characters; `null` for equal replies, and where they are not known. */
  firstDifference: optional,
  /** Why the replies are not known. */
  repliesReason: z.string().optional(),
  /** What stands there: a few characters before it and after it, of both replies. */
  baselineExcerpt: z.string(),
  candidateExcerpt: z.string(),
});
export type Flip = z.infer<typeof flip>;

const sampling = z.object({
  temperature: z.number(),
  maxTokens: z.number(),
  topP: optional,
  stop: list(z.string()),
  seed: optional,
});

const only = z.object({
  samples: z.number(),
  /** The first of them. */
  ids: list(z.string()),
});

/** What is told of a task of another harness's outputs, beside its scores. */
const outputs = z.object({
  /** Which figure of the harness is compared. */
  metric: z.string(),
  /** What each side's harness wrote down itself, fractions. */
  reported: z.object({ baseline: optional, candidate: optional }),
  /** As each side's output tells them; `null` where it does not. */
  settings: list(
    z.object({ name: z.string(), baseline: z.string().nullable(), candidate: z.string().nullable() }),
  ),
  pairing: z
    .object({
      /** Samples whose ids and contents are the same, whose contents alone are, and whose contents cannot be compared. */
      byIdAndContent: z.number(),
      byContent: z.number(),
      byIdAlone: z.number(),
      /** Samples with one id and different contents: another question, left out. */
      changed: only,
      baselineOnly: only,
      candidateOnly: only,
    })
    .nullable(),
});
export type ComparedOutputs = z.infer<typeof outputs>;

const benchmarkHead = {
  name: z.string(),
  cardName: z.string(),
  aggregation: z.string(),
  template: z.string(),
  /** `null` for another harness's outputs, which have their own. */
  extraction: z.enum(EXTRACTIONS).nullable(),
  /** `null` where an output does not tell. */
  numFewshot: optional,
  repeats: z.number(),
  /** `null` for another harness's outputs: what they tell is in `outputs.settings`. */
  sampling: sampling.nullable(),
  /** Where the rows came from, in words, and how many of the published ones (`null`: not known) were asked. */
  data: z.object({ description: z.string(), published: optional, asked: z.number() }),
  unsupported: z.string().nullable(),
  /** Absent where the questions were asked by this tool. */
  outputs: outputs.optional(),
};

const comparedBenchmark = z.object({
  ...benchmarkHead,
  ...pairedComparison.shape,
  baseline: armScores,
  candidate: armScores,
  selfNoise: selfNoise.nullable(),
  /** Candidate's mean over the baseline's: completion tokens, or characters where no tokens are counted. */
  lengthRatio: z
    .object({ ratio: z.number(), unit: z.enum(["tokens", "characters"]), outside: z.boolean() })
    .nullable(),
  flipCauses: z.record(z.string(), z.number()),
  /** The first of them; all are in samples.jsonl. */
  flipList: list(flip),
  categories: list(category),
  policies: list(policyAnswer),
  verdict: z.enum(VERDICTS),
  reasons: list(z.string()),
});
export type ComparedBenchmark = z.infer<typeof comparedBenchmark>;

const total = z.object({
  /** A fraction. */
  accuracy: z.number(),
  questions: optional,
  accuracyInterval: interval.nullable(),
});

/** What two totals say without their samples: neither flips nor a paired test. Points, candidate − baseline. */
const totals = z.object({
  baseline: total,
  candidate: total,
  deltaPoints: z.number(),
  /** As if the sides had been asked different questions: wider than a paired one. `null` with its reason. */
  ci95Points: interval.nullable(),
  ci95PointsReason: z.string().optional(),
  intervalMethod: z.string().nullable(),
});
export type BenchmarkTotals = z.infer<typeof totals>;

/** A benchmark that could not be scored: no judge, no data, or an arm that answered nothing. */
const unscoredBenchmark = z.object({
  ...benchmarkHead,
  n: z.literal(0),
  unscoredReason: z.string(),
  /** Where outputs hold no more than that. */
  totals: totals.optional(),
  verdict: z.literal("inconclusive"),
  reasons: list(z.string()),
});
export type UnscoredBenchmark = z.infer<typeof unscoredBenchmark>;

export const benchmarkResultSchema = z.union([comparedBenchmark, unscoredBenchmark]);
export type BenchmarkResult = z.infer<typeof benchmarkResultSchema>;
