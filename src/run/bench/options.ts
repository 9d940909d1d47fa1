import type { AccuracyPolicyName } from "../../contracts/bench-result.ts";
import type { AccuracyLimits } from "../../contracts/bench-run.ts";
import type { Benchmark, Extraction, Json, Sampling } from "../../contracts/benchmark.ts";
import type { ChatApi } from "../../contracts/chat.ts";
import type { Shard } from "../../contracts/run-parts.ts";
import type { Suite } from "../../suite/load.ts";
import type { Arms } from "../options.ts";
import type { Limit } from "./limit.ts";

/** One benchmark with every default applied. */
export interface Task {
  readonly benchmark: Benchmark;
  readonly template: string;
  readonly extraction: Extraction;
  readonly numFewshot: number;
  readonly sampling: TaskSampling;
  readonly limit: Limit;
  /** A local file or folder with its rows; `null` to download them. */
  readonly data: string | null;
}

export interface TaskSampling extends Sampling {
  /** Sent to the servers, where one was asked for. */
  readonly seed?: number;
  /** What one kind of server takes besides. */
  readonly extra?: Readonly<Record<string, Json>>;
}

/** A run of benchmarks, with every default applied. */
export interface BenchOptions extends Arms {
  readonly tasks: readonly Task[];
  /** Addresses that override those of the suite's endpoint stacks. */
  readonly baselineUrls: readonly string[] | null;
  readonly candidateUrls: readonly string[] | null;
  /** The models' names at the servers, over the suite's. */
  readonly baselineModel: string | null;
  readonly candidateModel: string | null;
  readonly api: ChatApi;
  readonly concurrency: number;
  readonly repeats: number;
  /** Whether the baseline is asked once more, to see how many answers flip by themselves. */
  readonly baselineRepeat: boolean;
  /** How many alternatives of each token are asked for; `null` for no probabilities at all. */
  readonly logprobs: number | null;
  readonly seed: number;
  readonly timeoutMilliseconds: number;
  readonly maxRetries: number;
  readonly outageMilliseconds: number;
  readonly policy: AccuracyPolicyName;
  readonly limits: AccuracyLimits;
  readonly judge: { readonly url: string; readonly model: string | null } | null;
  readonly requireEvidence: boolean;
  /** Whether stacks that this tool starts are up at the same time. */
  readonly parallel: boolean;
  readonly outputPath: string;
  /** `new`; `latest`, the newest run of the same stacks that is not complete; or a run's folder. */
  readonly resume:
    | { readonly kind: "new" }
    | { readonly kind: "latest" }
    | { readonly kind: "run"; readonly folder: string };
  /** Whether samples that ended in an error are asked again. */
  readonly retryErrors: boolean;
  /** Freeze the questions and stop: for programs that answer them by themselves. */
  readonly freezeOnly: boolean;
  /** Of the whole run, also where a shard of it is run. */
  readonly command: readonly string[];
  /** Which part of each benchmark's questions is asked; `null` for all. */
  readonly shard: Shard | null;
}

/** What of a run's options its answers are judged by: a merge of shards has these alone. */
export type JudgedBench = Pick<
  BenchOptions,
  | "baseline"
  | "candidate"
  | "tasks"
  | "seed"
  | "repeats"
  | "baselineRepeat"
  | "concurrency"
  | "api"
  | "timeoutMilliseconds"
  | "policy"
  | "limits"
  | "requireEvidence"
  | "command"
> & { readonly suite: Pick<Suite, "name" | "title"> };
