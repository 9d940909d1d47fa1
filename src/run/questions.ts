import type { Perturbation, Question } from "../contracts/policy.ts";
import type { DescribedInputs } from "../contracts/stack.ts";
import type { Tensor } from "../tensors/tensor.ts";
import type { OpenedCapsule } from "./capsule/index.ts";
import type { Step } from "./plan.ts";

/** The frozen inputs of a run, whichever way they came about. */
export interface Questions {
  readonly observations: number;
  /** SHA-256 over all request bodies and the noise; `null` with its reason for inputs that were not recorded. */
  readonly sha256: string | null;
  readonly sha256Reason?: string;
  readonly noiseSha256: string;
  readonly profile: string | null;
  readonly description: string;
  readonly noise: Tensor;
  question(step: Step): Promise<Question>;
}

/** Asks with the bytes of a capsule. */
export function capsuleQuestions(capsule: OpenedCapsule): Questions {
  const perturbedNoise = lazily(() => capsule.perturbedNoise());
  return {
    observations: capsule.observations,
    sha256: capsule.sha256,
    noiseSha256: capsule.noiseSha256,
    profile: capsule.profileName,
    description: capsule.description,
    noise: capsule.noise,
    async question({ observation, pass, perturbation }) {
      const body = await capsule.body(observation, perturbation === "state" ? "state" : null);
      const noise = perturbation === "noise" ? perturbedNoise() : capsule.noise;
      return { observation, pass, perturbation, body, noise };
    },
  };
}

/** Looks up answers to inputs that were recorded without their requests. */
export function recordedQuestions(asked: DescribedInputs, observations: number): Questions {
  const { noise, noiseSha256, description } = asked;
  return {
    observations,
    sha256: null,
    sha256Reason: "the recordings hold the noise and the answers, not the request bodies",
    noiseSha256,
    profile: null,
    description,
    noise,
    question: async ({ observation, pass, perturbation }) => ({
      observation,
      pass,
      perturbation,
      body: null,
      noise,
    }),
  };
}

/** What a perturbation does to the input, for the report. */
export function describePerturbation(perturbation: Perturbation): string {
  return perturbation === "noise"
    ? "every noise value up by one float32 ulp"
    : "the state moved by one part in a thousand, since the noise could not be moved";
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
