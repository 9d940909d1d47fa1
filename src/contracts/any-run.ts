import { type BenchRun, benchRunSchema } from "./bench-run.ts";
import { type RunResult, runResultSchema } from "./run-result.ts";

/** A run of either kind. */
export type AnyRun = RunResult | BenchRun;

/** The schema of each kind's `run.json`. */
export const RUN_SCHEMAS = { pi0: runResultSchema, bench: benchRunSchema } as const;
export type RunKind = keyof typeof RUN_SCHEMAS;
