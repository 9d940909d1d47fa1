import { randomUUID } from "node:crypto";
import type { PolicyAnswer, PolicyInput } from "../../contracts/policy.ts";
import type { Profile } from "../../drivers/profile.ts";
import { elementCount, type Tensor } from "../../tensors/tensor.ts";
import { drawNoise } from "../capsule/index.ts";
import type { PlannedFailure } from "./failures.ts";

/** Far above three pictures and a state. */
export const MAXIMUM_REQUEST_BYTES = 64 * 2 ** 20;

/** A policy that a rehearsal server offers. */
export interface ServedPolicy {
  infer(input: PolicyInput, noise: Tensor): Promise<PolicyAnswer>;
}

export interface RehearsalOptions {
  readonly policy: ServedPolicy;
  readonly profile: Profile;
  /** The server's fixed noise, [1, steps, dimensions] float32. */
  readonly noise: Tensor;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly failure: PlannedFailure | null;
}

/** A running server. Disposing of it closes it with every connection, answered or not. */
export interface RehearsalServer extends AsyncDisposable {
  readonly url: string;
}

/** What a server does with one request's body, whatever the transport. */
export interface RequestHandler {
  /** The failure that applies to the request that comes next. */
  next(): PlannedFailure["mode"] | null;
  answer(body: Uint8Array, failure: PlannedFailure["mode"] | null): Promise<Uint8Array>;
}

/** Answers one request at a time, each from a fresh copy of the fixed noise unless told to fail. */
export function requestHandler({ policy, profile, noise, failure }: RehearsalOptions): RequestHandler {
  const fixed = copyOf(noise);
  let requests = 0;
  let last: Promise<unknown> = Promise.resolve();
  const infer = async (body: Uint8Array, mode: PlannedFailure["mode"] | null) => {
    const input = await profile.decodeRequest(body);
    const answer = await policy.infer(input, mode === "unseeded-noise" ? freshNoise(fixed) : copyOf(fixed));
    if (mode === "noise-in-place") fixed.data.set(Float32Array.from(answer.actions.data, Number));
    return profile.encodeAnswer(damaged(answer, mode));
  };
  return {
    next() {
      requests += 1;
      return failure !== null && requests >= failure.from ? failure.mode : null;
    },
    answer(body, mode) {
      const answering = last.then(() => infer(body, mode));
      last = answering.catch(() => undefined);
      return answering;
    },
  };
}

function copyOf(noise: Tensor): { dtype: "float32"; shape: readonly number[]; data: Float32Array } {
  return { dtype: "float32", shape: noise.shape, data: Float32Array.from(noise.data, Number) };
}

function freshNoise({ shape }: Tensor): Tensor {
  const [, chunk = 0, actionDimensions = 0] = shape;
  return drawNoise({ seed: Number.parseInt(randomUUID().slice(0, 8), 16), chunk, actionDimensions });
}

function damaged(answer: PolicyAnswer, mode: PlannedFailure["mode"] | null): PolicyAnswer {
  const { actions } = answer;
  if (mode === "nan") {
    const data = Float32Array.from(actions.data, Number);
    data[Math.min(5, data.length - 1)] = Number.NaN;
    return { ...answer, actions: { ...actions, dtype: "float32", data } };
  }
  if (mode !== "wrong-shape") return answer;
  const [steps = 0, ...rest] = actions.shape;
  // Short enough to be another shape even where the protocol cuts its answers to 10 steps.
  const kept = Math.min(steps - 1, 9);
  return {
    ...answer,
    actions: { ...actions, shape: [kept, ...rest], data: actions.data.slice(0, kept * elementCount(rest)) },
  };
}
