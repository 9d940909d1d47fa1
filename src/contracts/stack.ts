import type { Tensor } from "../tensors/tensor.ts";
import type { Perturbation, PolicyAnswer, PolicyInput, PolicySession } from "./policy.ts";
import type { ArmSource, Evidence } from "./run-parts.ts";
import type { StackLife } from "./stack-life.ts";

/** A stack that has been reached and can be asked. */
export interface OpenStack extends AsyncDisposable {
  readonly source: ArmSource;
  /** Versions and devices, as far as the stack tells them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly channel: Channel;
  /** The model's name at its servers, where the suite says it. */
  readonly model?: string;
  /** Present where this tool starts the stack, and stops it: it can be asked only in between. */
  readonly life?: StackLife;
  /** What proves that this stack ran as what it is called; asked after the last question. */
  evidence(startedAt: Date): Promise<Evidence>;
}

/** How a stack is asked. */
export type Channel = RecordingChannel | AddressChannel | PolicyChannel | PredictionsChannel;

/** Answers that were given in the past. */
export interface RecordingChannel {
  readonly kind: "recording";
  readonly session: PolicySession;
  readonly recorded: RecordedInputs;
}

/** A server that speaks one of the wire protocols. */
export interface AddressChannel {
  readonly kind: "address";
  readonly url: string;
  /** Further addresses of the same stack, which benchmarks are spread over. */
  readonly moreUrls?: readonly string[];
}

/** Answers to benchmark questions that a program wrote into a file of JSON lines. */
export interface PredictionsChannel {
  readonly kind: "predictions";
  readonly path: string;
}

/** A policy in this process. */
export interface PolicyChannel {
  readonly kind: "policy";
  infer(input: PolicyInput, noise: Tensor): Promise<PolicyAnswer>;
}

/** The requests that were asked, in a capsule: a live stack can be asked the same. */
export interface CapsuleInputs {
  readonly kind: "capsule";
  readonly folder: string;
  readonly sha256: string;
}

/** The noise alone, and words about the rest. */
export interface DescribedInputs {
  readonly kind: "described";
  readonly description: string;
  readonly noise: Tensor;
  readonly noiseSha256: string;
}

/** What a recording's answers answer, as far as it was recorded. */
export interface RecordedInputs {
  /** What was recorded on what, for the first line of a report. */
  readonly title: string;
  readonly observations: number;
  readonly passes: number;
  readonly perturbations: readonly Perturbation[];
  readonly asked: CapsuleInputs | DescribedInputs;
  /** Times of separately recorded calls, in milliseconds, where there are any. */
  readonly latency: { readonly milliseconds: Float64Array; readonly source: string } | null;
}
