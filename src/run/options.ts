import type { MapeConventionName } from "../compare/metrics/mape-conventions.ts";
import type { Limits } from "../contracts/verdict.ts";
import type { Suite } from "../suite/load.ts";
import type { ObservationFiles } from "./capsule/index.ts";

/** A pi0 run, with every default applied. */
export interface Pi0Options {
  readonly suite: Suite;
  readonly baseline: string;
  readonly candidate: string;
  readonly golden: string | null;
  /** Addresses that override those of the suite's endpoint stacks. */
  readonly baselineUrl: string | null;
  readonly candidateUrl: string | null;
  readonly profile: string;
  readonly capsule: CapsuleSource;
  readonly seed: number;
  readonly repeats: number;
  readonly timeoutMilliseconds: number;
  readonly policy: string;
  readonly limits: Limits;
  readonly mapeConvention: MapeConventionName;
  readonly actionDimensions: number | null;
  readonly requireEvidence: boolean;
  /** Where the run's folder is made. */
  readonly outputPath: string;
  /** The run's own command line, for the report. */
  readonly command: readonly string[];
}

/**
 * Where a live run's observations come from; `asked` and `seedAsked` tell a number of observations and a seed given
 * by a flag from the suite's own.
 */
export type CapsuleSource =
  | {
      readonly kind: "seed";
      readonly observations: number;
      readonly asked: boolean;
      readonly seedAsked: boolean;
    }
  | ({ readonly kind: "files" } & ObservationFiles)
  | { readonly kind: "capsule"; readonly folder: string };
