import { type BenchRun, benchRunSchema } from "./bench-run.ts";
import { type CardCheckRun, cardCheckRunSchema } from "./card-check-run.ts";
import { type CompareRun, compareRunSchema } from "./compare-run.ts";
import { type RunResult, runResultSchema } from "./run-result.ts";

/** A run of any kind. */
export type AnyRun = RunResult | BenchRun | CompareRun | CardCheckRun;

/** The schema of each kind's `run.json`. */
export const RUN_SCHEMAS = {
  pi0: runResultSchema,
  bench: benchRunSchema,
  compare: compareRunSchema,
  card: cardCheckRunSchema,
} as const;
export type RunKind = keyof typeof RUN_SCHEMAS;

export const RUN_KINDS = Object.keys(RUN_SCHEMAS) as RunKind[];
