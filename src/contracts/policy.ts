import type { Picture } from "../support/picture.ts";
import type { Tensor } from "../tensors/tensor.ts";

/** The three cameras of a pi0 observation, in the order in which every protocol lists them. */
export const CAMERAS = ["base", "leftWrist", "rightWrist"] as const;
export type Camera = (typeof CAMERAS)[number];

/** Something for each camera that a robot has; at least one. */
export type ByCamera<Value> = { readonly [Name in Camera]?: Value | undefined };

/** What is there, each with its camera, in the order of `CAMERAS`. */
export function perCamera<Value>(values: ByCamera<Value>): [camera: Camera, value: Value][] {
  return CAMERAS.flatMap((camera) => {
    const value = values[camera];
    return value === undefined ? [] : [[camera, value] satisfies [Camera, Value]];
  });
}

/** The same cameras with what `convert` makes of each value, one after the other. */
export async function convertCameras<From, To>(
  values: ByCamera<From>,
  convert: (camera: Camera, value: From) => Promise<To>,
): Promise<ByCamera<To>> {
  const converted: Partial<Record<Camera, To>> = {};
  for (const [camera, value] of perCamera(values)) converted[camera] = await convert(camera, value);
  return converted;
}

/** One frozen observation: what a robot would have seen and been told. */
export interface Observation {
  /** Encoded image files (PNG or JPEG), byte for byte as they are sent. */
  readonly images: ByCamera<Uint8Array>;
  /** Proprioceptive state; as many numbers as the robot has joints. */
  readonly state: readonly number[];
  readonly instruction: string;
}

/** What a policy answered to one observation. */
export interface PolicyAnswer {
  /** Action chunk [steps, dimensions], without a batch axis, in the dtype in which it was stored. */
  readonly actions: Tensor;
  /** Where the policy tells it: x_t at the start of each denoising step, [denoising steps, steps, dimensions]. */
  readonly trajectory?: Tensor;
}

/** An answer with the time that its caller waited for it. */
export interface TimedAnswer extends PolicyAnswer {
  /** `null` where nobody timed this very call: a replayed recording. */
  readonly latencyMilliseconds: number | null;
}

/** The input that a perturbation pass moves: the noise by one ulp, or the state by one part in a thousand. */
export type Perturbation = "noise" | "state";

/** One question to a stack. Live stacks send `body`; a recording looks the answer up by its coordinates. */
export interface Question {
  readonly observation: number;
  /** 0 for the first time a stack is asked, 1 for the second, … */
  readonly pass: number;
  readonly perturbation: Perturbation | null;
  /** The exact bytes to send. Absent for inputs that were recorded without their requests. */
  readonly body: Uint8Array | null;
  /** The fixed noise of this question, for stacks that take it beside the body; [1, steps, dimensions] float32. */
  readonly noise: Tensor;
}

/** A line to one stack. One question at a time: the callers await each answer before the next. */
export interface PolicySession extends AsyncDisposable {
  /** @throws FvalidateError of kind `stack` when the stack refuses, hangs, dies or answers nonsense. */
  ask(question: Question, signal: AbortSignal): Promise<TimedAnswer>;
}

/** What a policy computes on, whichever protocol brought it. */
export interface PolicyInput {
  readonly images: ByCamera<Picture>;
  readonly state: readonly number[];
  readonly instruction: string;
}
