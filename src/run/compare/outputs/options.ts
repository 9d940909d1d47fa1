import type { AccuracyPolicyName } from "../../../contracts/bench-result.ts";
import type { AccuracyLimits } from "../../../contracts/bench-run.ts";
import type { HarnessOutput } from "../../../contracts/harness-output.ts";

/** A comparison of two harnesses' outputs, with every default applied. */
export interface OutputsOptions {
  /** Files or folders; an arm of a run of our own is named by `#baseline` or `#candidate` at the end. */
  readonly baseline: string;
  readonly candidate: string;
  readonly policy: AccuracyPolicyName;
  readonly limits: AccuracyLimits;
  /** Of Monte Carlo sign flips. */
  readonly seed: number;
  readonly outputPath: string;
  readonly command: readonly string[];
}

export const SIDES = ["baseline", "candidate"] as const;
export type SideName = (typeof SIDES)[number];

/** What one side's path held. */
export interface Side {
  readonly path: string;
  readonly label: string;
  readonly output: HarnessOutput;
}

export type Sides = Readonly<Record<SideName, Side>>;
