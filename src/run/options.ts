import type { MapeConventionName } from "../compare/metrics/mape-conventions.ts";
import type { Shard } from "../contracts/run-parts.ts";
import type { Limits } from "../contracts/verdict.ts";
import type { Suite } from "../suite/load.ts";
import type { ObservationFiles } from "./capsule/index.ts";
import type { LatencyCalls } from "./time-calls.ts";

/** Two stacks of a suite, in their roles. */
export interface Arms {
  readonly suite: Suite;
  readonly baseline: string;
  readonly candidate: string;
}

/** A pi0 run, with every default applied. */
export interface Pi0Options extends Arms {
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
  /** Whether stacks that this tool starts are up at the same time: they must not share a card or a port. */
  readonly parallel: boolean;
  /** Calls for their times alone, beside those that are compared; `null` for none. */
  readonly latencyCalls: LatencyCalls | null;
  /** Where the run's folder is made. */
  readonly outputPath: string;
  /** The run's own command line, for the report; of the whole run, also where a shard of it is run. */
  readonly command: readonly string[];
  /** Which part of the observations is asked; `null` for all. */
  readonly shard: Shard | null;
}

/** What of a run's options its answers are judged by: a merge of shards has these alone. */
export type JudgedPi0 = Pick<
  Pi0Options,
  | "baseline"
  | "candidate"
  | "seed"
  | "repeats"
  | "policy"
  | "limits"
  | "mapeConvention"
  | "actionDimensions"
  | "requireEvidence"
  | "command"
> & { readonly suite: Pick<Suite, "name" | "title" | "cardMapePercent" | "kinematics"> };

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
