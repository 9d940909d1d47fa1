import { z } from "zod";
import { COMPARISONS, VERDICTS } from "./verdict.ts";

/** The version of the lines that this build writes and reads. */
export const HISTORY_SCHEMA = "fvalidate.history/1";

export const HISTORY_KINDS = ["pi0", "bench", "compare", "card"] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const number = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);

/** A known amount with what it is, in the unit of its metric: "perturbation floor", "half of the 95 % interval". */
const namedAmount = z.object({ value: z.number(), name: z.string() });
export type NamedAmount = z.infer<typeof namedAmount>;

/** `within`: from −value to +value. */
const historyLimit = z.object({
  comparison: z.enum([...COMPARISONS, "within"]),
  value: z.number(),
});
export type HistoryLimit = z.infer<typeof historyLimit>;

/** One figure of one run, with all that is needed to judge whether it moved. */
const historyMetric = z.object({
  /** Within its series; figures of a benchmark or tensor carry its name: `mmlu.deltaPoints`. */
  key: z.string(),
  label: z.string(),
  unit: z.string(),
  value: number.nullable(),
  /** Why there is no value. */
  valueReason: z.string().optional(),
  /** Where a gate looks at the figure. */
  limit: historyLimit.nullable(),
  /** How much of the figure is noise, as the run itself measured it; `null` where it did not. */
  floor: namedAmount.nullable(),
  interval95: z.tuple([z.number(), z.number()]).readonly().nullable(),
  /** A real move beyond this fails the drift gate; `null` where no such bound is known. */
  margin: namedAmount.nullable(),
  better: z.enum(["higher", "lower", "neither"]),
});
export type HistoryMetric = z.infer<typeof historyMetric>;

const stack = z.object({ stack: z.string(), label: z.string() });

/** One finished run. Runs of one kind, suite, baseline stack and candidate stack are a series. */
const historyRecord = z.object({
  schema: z.literal(HISTORY_SCHEMA),
  type: z.literal("run"),
  runId: z.string(),
  createdAt: z.iso.datetime(),
  kind: z.enum(HISTORY_KINDS),
  suite: z.string(),
  baseline: stack,
  candidate: stack,
  verdict: z.enum(VERDICTS),
  status: z.enum(["complete", "interrupted", "failed"]),
  toolVersion: z.string(),
  /** The run's folder as seen from the history's, with forward slashes; it may be gone. */
  folder: z.string(),
  /** Of the inputs; `null` where they have none. */
  capsuleSha256: z.string().nullable(),
  /** What the run was made under, by name: `candidate torch`, `policy`, `mmlu questions`. */
  conditions: z.record(z.string(), z.string()),
  /** SHA-256 over `conditions`, the quick way to see that nothing changed. */
  conditionsSha256: z.string(),
  metrics: list(historyMetric),
  /** What was left out of the metrics, and why. */
  unrecorded: z.string().optional(),
});
export type HistoryRecord = z.infer<typeof historyRecord>;

/** A run that somebody looked at and declared the reference of its series. */
const blessing = z.object({
  schema: z.literal(HISTORY_SCHEMA),
  type: z.literal("bless"),
  runId: z.string(),
  at: z.iso.datetime(),
  note: z.string().nullable(),
});
export type Blessing = z.infer<typeof blessing>;

/** Takes a blessing back. */
const unblessing = z.object({
  schema: z.literal(HISTORY_SCHEMA),
  type: z.literal("unbless"),
  runId: z.string(),
  at: z.iso.datetime(),
});

/** One line of `history.jsonl`. */
export const historyEntrySchema = z.discriminatedUnion("type", [historyRecord, blessing, unblessing]);
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
