import type { ActionSet, ActionShape } from "../contracts/actions.ts";
import type { TimedAnswer } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import type { DType } from "../tensors/dtype.ts";
import { type Tensor, toFloat64 } from "../tensors/tensor.ts";
import type { Role, Step } from "./plan.ts";

/** The answers of a run so far. */
export class Answers {
  readonly #series = new Map<string, Series>();
  readonly #trajectories = new Map<string, Series>();
  readonly #observations: number;

  constructor(observations: number) {
    this.#observations = observations;
  }

  /** @throws FvalidateError of kind `comparison` when a stack answers in another shape than before. */
  add(step: Step, answer: TimedAnswer): void {
    this.addValues(step, "actions", valuesOf(answer.actions));
    if (answer.trajectory !== undefined) this.addValues(step, "trajectory", valuesOf(answer.trajectory));
  }

  /**
   * Adds what was stored of an answer.
   * @throws FvalidateError of kind `comparison` when a stack answers in another shape than before
   */
  addValues(step: Step, content: "actions" | "trajectory", values: AnswerValues): void {
    const all = content === "actions" ? this.#series : this.#trajectories;
    this.#seriesOf(all, keyOf(step)).add(step.observation, values);
  }

  /** The actions of one role, pass and perturbation. */
  actions(asked: Omit<Step, "observation">): Series | undefined {
    return this.#series.get(keyOf(asked));
  }

  trajectories(role: Role): Series | undefined {
    return this.#trajectories.get(keyOf({ role, pass: 0, perturbation: null }));
  }

  #seriesOf(all: Map<string, Series>, key: string): Series {
    const known = all.get(key);
    if (known !== undefined) return known;
    const made = new Series(key, this.#observations);
    all.set(key, made);
    return made;
  }
}

function keyOf({ role, pass, perturbation }: Omit<Step, "observation">): string {
  return `${role}, ${perturbation === null ? `pass ${pass}` : `${perturbation} moved`}`;
}

/** One answer, widened, with the dtype in which it came. */
export interface AnswerValues {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values: Float64Array;
}

function valuesOf(tensor: Tensor): AnswerValues {
  return { shape: tensor.shape, dtype: tensor.dtype, values: toFloat64(tensor) };
}

/** The answers to one question about every observation, in one contiguous float64 array. */
export class Series {
  readonly #name: string;
  readonly #answered = new Set<number>();
  readonly #values: (Float64Array | undefined)[];
  #shape: readonly number[] | null = null;
  #dtype: DType = "float32";

  constructor(name: string, observations: number) {
    this.#name = name;
    this.#values = new Array(observations);
  }

  add(observation: number, answer: AnswerValues): void {
    this.#shape ??= answer.shape;
    this.#dtype = answer.dtype;
    if (answer.shape.join() !== this.#shape.join()) {
      throw new FvalidateError(
        "comparison",
        `The stack changed the shape of its answers (${this.#name}): first [${this.#shape.join(", ")}], ` +
          `then [${answer.shape.join(", ")}] for observation ${observation}.`,
      );
    }
    this.#values[observation] = answer.values;
    this.#answered.add(observation);
  }

  /** The shape of one answer. */
  get shape(): readonly number[] {
    return this.#shape ?? [];
  }

  /** As the stack sent them. */
  get dtype(): DType {
    return this.#dtype;
  }

  /** The observations that were answered, ascending. */
  observations(): number[] {
    return [...this.#answered].sort((first, second) => first - second);
  }

  has(observation: number): boolean {
    return this.#answered.has(observation);
  }

  /** The given observations, one after the other; all of them must have been answered. */
  select(observations: readonly number[]): Float64Array {
    const size = this.shape.reduce((product, length) => product * length, 1);
    const values = new Float64Array(observations.length * size);
    for (const [row, observation] of observations.entries()) {
      const answer = this.#values[observation];
      if (answer === undefined)
        throw new RangeError(`${this.#name}: observation ${observation} was not answered`);
      values.set(answer, row * size);
    }
    return values;
  }

  /** The given observations as an action set; the answers must be action chunks. */
  actionSet(observations: readonly number[]): ActionSet {
    const [steps = 0, dimensions = 0] = this.shape;
    const shape: ActionShape = [observations.length, steps, dimensions];
    return { shape, values: this.select(observations), dtype: this.#dtype };
  }
}

/** The observations, in order, that every one of the series holds. */
export function commonObservations(first: Series, ...others: readonly Series[]): number[] {
  return first.observations().filter((observation) => others.every((series) => series.has(observation)));
}
