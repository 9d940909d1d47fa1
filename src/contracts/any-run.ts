import { type BenchRun, benchRunSchema } from "./bench-run.ts";
import { type CardCheckRun, cardCheckRunSchema } from "./card-check-run.ts";
import { type CompareRun, compareRunSchema } from "./compare-run.ts";
import { type RunResult, runResultSchema } from "./run-result.ts";
import { type SuiteRun, suiteRunSchema } from "./suite-run.ts";

/** A run of any kind: one pair of arms and what was found about them. */
export type AnyRun = RunResult | BenchRun | CompareRun | CardCheckRun;

/** Whatever a `run.json` holds: a run, or a suite's runs under one verdict. */
export type AnyResult = AnyRun | SuiteRun;

/** The schema of each kind's `run.json`. */
export const RUN_SCHEMAS = {
  pi0: runResultSchema,
  bench: benchRunSchema,
  compare: compareRunSchema,
  card: cardCheckRunSchema,
} as const;
export type RunKind = keyof typeof RUN_SCHEMAS;

export const RUN_KINDS = Object.keys(RUN_SCHEMAS) as RunKind[];

/** The schema of everything that a `run.json` may hold, by its kind. */
export const RESULT_SCHEMAS = { ...RUN_SCHEMAS, suite: suiteRunSchema } as const;
export type ResultKind = keyof typeof RESULT_SCHEMAS;

export const RESULT_KINDS = Object.keys(RESULT_SCHEMAS) as ResultKind[];
