import type { PolicyAnswer, PolicySession, Question, TimedAnswer } from "../../contracts/policy.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { Tensor, TensorData } from "../../tensors/tensor.ts";
import type { RecordingFiles } from "./files.ts";
import type { RecordedAnswers } from "./manifest.ts";

type Answers = { readonly actions: string; readonly trajectory?: string | undefined };

/** Looks every answer up by its pass, perturbation and observation; each file is read once, when first asked for. */
export function recordingSession(stack: RecordedAnswers, files: RecordingFiles): PolicySession {
  const opened = new Map<string, Promise<Tensor>>();
  const tensor = (name: string) => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const reading = files.tensor(name);
    opened.set(name, reading);
    return reading;
  };
  return {
    async ask(question): Promise<TimedAnswer> {
      const answers = answersTo(stack, question);
      const answer: PolicyAnswer = {
        actions: observationOf(await tensor(answers.actions), question.observation, answers.actions),
        ...(answers.trajectory === undefined
          ? {}
          : {
              trajectory: observationOf(
                await tensor(answers.trajectory),
                question.observation,
                answers.trajectory,
              ),
            }),
      };
      return { ...answer, latencyMilliseconds: null };
    },
    async [Symbol.asyncDispose]() {
      opened.clear();
    },
  };
}

function answersTo(stack: RecordedAnswers, { pass, perturbation }: Question): Answers {
  const found = perturbation === null ? passOf(stack, pass) : stack.perturbations?.[perturbation];
  if (found !== undefined) return found;
  const what = perturbation === null ? `pass ${pass}` : `the ${perturbation} perturbation`;
  throw new FvalidateError("stack", `The recording does not hold ${what}.`);
}

function passOf(stack: RecordedAnswers, pass: number): Answers | undefined {
  const found = stack.passes[pass];
  return found !== undefined && "identicalTo" in found
    ? passOf(stack, Math.min(found.identicalTo, pass - 1))
    : found;
}

/** The slice of one observation along the first axis. */
function observationOf(tensor: Tensor, observation: number, name: string): Tensor {
  const [observations = 0, ...shape] = tensor.shape;
  if (observation >= observations) {
    throw new FvalidateError(
      "comparison",
      `${name} holds ${observations} observations; observation ${observation} was asked for.`,
    );
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const data: TensorData = tensor.data.subarray(observation * size, (observation + 1) * size);
  return { dtype: tensor.dtype, shape, data };
}
