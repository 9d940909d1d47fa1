import type { ActionSet } from "../../contracts/actions.ts";
import { indexOf } from "../index-of.ts";
import { NeumaierSum } from "../neumaier.ts";
import { type KinematicChain, lastAction } from "./chain.ts";
import { poseOf } from "./pose.ts";
import { positionDistance, rotationAngle } from "./pose-distance.ts";

/** How far the end effectors of two arms are apart, or why that is unknown. */
export type EndEffectorErrors = KnownEndEffectorErrors | UnknownEndEffectorErrors;

/** Over all observations and steps; each index is [observation, step] of the first largest error. */
export interface KnownEndEffectorErrors {
  readonly positionErrorMeanMetres: number;
  readonly positionErrorMaxMetres: number;
  readonly positionErrorMaxIndex: readonly number[];
  readonly orientationErrorMeanRadians: number;
  readonly orientationErrorMaxRadians: number;
  readonly orientationErrorMaxIndex: readonly number[];
  readonly poses: number;
  /** Steps left out because a joint's angle is not finite in one arm or in both. */
  readonly excludedPoses: number;
}

export interface UnknownEndEffectorErrors {
  readonly positionErrorMaxMetres: null;
  readonly reason: string;
}

/** @param pair two action sets of one shape, with all answered dimensions */
export function endEffectorErrors(
  chain: KinematicChain,
  pair: { baseline: ActionSet; candidate: ActionSet },
): EndEffectorErrors {
  const { baseline, candidate } = pair;
  const [observations, steps, dimensions] = baseline.shape;
  if (lastAction(chain) >= dimensions) return unknown(tooFewDimensions(chain, dimensions));
  const position = new Largest();
  const orientation = new Largest();
  for (let step = 0; step < observations * steps; step += 1) {
    const at = (set: ActionSet) => (dimension: number) => set.values[step * dimensions + dimension] ?? 0;
    const [reference, judged] = [poseOf(chain, at(baseline)), poseOf(chain, at(candidate))];
    const distance = positionDistance(reference.position, judged.position);
    // Whatever is not finite in a joint is not finite in the position, or in the angle where a joint only turns.
    const angle = rotationAngle(reference.rotation, judged.rotation);
    if (!Number.isFinite(distance + angle)) continue;
    position.add(distance, step);
    orientation.add(angle, step);
  }
  if (position.count === 0) return unknown("no step has finite joint angles in both arms");
  return {
    positionErrorMeanMetres: position.mean,
    positionErrorMaxMetres: position.value,
    positionErrorMaxIndex: indexOf(position.at, [observations, steps]),
    orientationErrorMeanRadians: orientation.mean,
    orientationErrorMaxRadians: orientation.value,
    orientationErrorMaxIndex: indexOf(orientation.at, [observations, steps]),
    poses: position.count,
    excludedPoses: observations * steps - position.count,
  };
}

/** The largest of some values, the first of equal ones, and their mean. */
class Largest {
  value = -1;
  at = 0;
  count = 0;
  readonly #sum = new NeumaierSum();

  add(value: number, at: number): void {
    this.count += 1;
    this.#sum.add(value);
    if (value <= this.value) return;
    this.value = value;
    this.at = at;
  }

  get mean(): number {
    return this.#sum.value / this.count;
  }
}

function unknown(reason: string): UnknownEndEffectorErrors {
  return { positionErrorMaxMetres: null, reason };
}

function tooFewDimensions(chain: KinematicChain, dimensions: number): string {
  const last = lastAction(chain);
  return `a joint of ${chain.name} is turned by action dimension ${last}, counted from 0, and the answers have ${dimensions}`;
}
