import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { KinematicChain } from "../../../src/compare/kinematics/chain.ts";
import { endEffectorErrors } from "../../../src/compare/kinematics/end-effector-errors.ts";
import { poseOf } from "../../../src/compare/kinematics/pose.ts";
import { loadKinematics } from "../../../src/suite/kinematics.ts";
import { actionSet } from "../action-sets.ts";

interface Case {
  readonly chain: KinematicChain;
  readonly shape: [number, number, number];
  readonly baseline: number[];
  readonly candidate: number[];
  readonly firstPose: number[][];
  readonly positionErrorsMetres: number[];
  readonly orientationErrorsRadians: number[];
  readonly positionErrorMeanMetres: number;
  readonly positionErrorMaxIndex: number[];
  readonly orientationErrorMeanRadians: number;
  readonly orientationErrorMaxIndex: number[];
}

/** What fixtures/kinematics/make.py computed with numpy, in another way. */
function caseNamed(name: string): Case {
  return JSON.parse(
    readFileSync(new URL(`../../../fixtures/kinematics/${name}.json`, import.meta.url), "utf8"),
  );
}

const KOCH = fileURLToPath(new URL("../../../suites/kinematics/koch.yaml", import.meta.url));

describe.each(["standard", "modified", "koch"])("the figures of numpy: %s", async (name) => {
  const found = caseNamed(name);
  const chain = name === "koch" ? await loadKinematics(KOCH) : found.chain;
  const [observations, steps, dimensions] = found.shape;
  const step = (values: number[], index: number) =>
    actionSet([1, 1, dimensions], values.slice(index * dimensions, (index + 1) * dimensions));

  it.each(Array.from({ length: observations * steps }, (_, index) => index))(
    "the errors of step %d, however small",
    (index) => {
      const errors = endEffectorErrors(chain, {
        baseline: step(found.baseline, index),
        candidate: step(found.candidate, index),
      });
      if (errors.positionErrorMaxMetres === null) throw new Error(errors.reason);
      const position = found.positionErrorsMetres[index] ?? Number.NaN;
      const orientation = found.orientationErrorsRadians[index] ?? Number.NaN;
      // The rounding of sines and sums, of metres and of radians near 1.
      expect(Math.abs(errors.positionErrorMaxMetres - position)).toBeLessThan(5e-15 + 1e-9 * position);
      expect(Math.abs(errors.orientationErrorMaxRadians - orientation)).toBeLessThan(
        5e-15 + 1e-9 * orientation,
      );
    },
  );

  it("their means and the places of the largest", () => {
    const errors = endEffectorErrors(chain, {
      baseline: actionSet(found.shape, found.baseline),
      candidate: actionSet(found.shape, found.candidate),
    });
    if (errors.positionErrorMaxMetres === null) throw new Error(errors.reason);
    expect(errors.positionErrorMeanMetres).toBeCloseTo(found.positionErrorMeanMetres, 10);
    expect(errors.orientationErrorMeanRadians).toBeCloseTo(found.orientationErrorMeanRadians, 10);
    expect(errors.positionErrorMaxIndex).toEqual(found.positionErrorMaxIndex);
    expect(errors.orientationErrorMaxIndex).toEqual(found.orientationErrorMaxIndex);
    expect(errors).toMatchObject({ poses: observations * steps, excludedPoses: 0 });
  });
});

it.each(["standard", "modified"])("the first pose itself: %s", (name) => {
  const { chain, baseline, firstPose } = caseNamed(name);
  const { rotation, position } = poseOf(chain, (dimension) => baseline[dimension] ?? Number.NaN);
  for (const row of [0, 1, 2]) {
    const found = [...rotation.slice(row * 3, row * 3 + 3), position[row] ?? Number.NaN];
    for (const [column, value] of found.entries()) {
      expect(value, `${row}, ${column}`).toBeCloseTo(firstPose[row]?.[column] ?? Number.NaN, 12);
    }
  }
});
