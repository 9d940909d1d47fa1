import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChainRow, KinematicChain } from "../../../src/compare/kinematics/chain.ts";
import { endEffectorErrors } from "../../../src/compare/kinematics/end-effector-errors.ts";
import { poseOf } from "../../../src/compare/kinematics/pose.ts";
import { rotationAngle } from "../../../src/compare/kinematics/pose-distance.ts";
import { actionSet } from "../action-sets.ts";

const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
const metres = fc.double({ min: -1, max: 1, noNaN: true });

/** Any arm of four joints, turned by the action dimensions 0 to 3. */
const anyChain: fc.Arbitrary<KinematicChain> = fc
  .record({
    convention: fc.constantFrom("standard" as const, "modified" as const),
    rows: fc.array(fc.tuple(metres, angle, metres, angle), { minLength: 4, maxLength: 4 }),
  })
  .map(({ convention, rows }) => ({
    name: "any",
    source: "a test",
    convention,
    actionAngles: "radians",
    joints: rows.map(([aMetres, alphaRadians, dMetres, thetaOffsetRadians], action) => ({
      ...{ action, aMetres, alphaRadians, dMetres, thetaOffsetRadians },
    })),
  }));
const anyAngles = fc.array(angle, { minLength: 4, maxLength: 4 });

function errorsBetween(chain: KinematicChain, baseline: readonly number[], candidate: readonly number[]) {
  const shape = [1, baseline.length / 4, 4] as const;
  const errors = endEffectorErrors(chain, {
    baseline: actionSet(shape, baseline),
    candidate: actionSet(shape, candidate),
  });
  if (errors.positionErrorMaxMetres === null) throw new Error(errors.reason);
  return errors;
}

describe("for any arm", () => {
  it("equal actions have no error at all", () => {
    fc.assert(
      fc.property(anyChain, anyAngles, (chain, angles) => {
        expect(errorsBetween(chain, angles, angles)).toMatchObject({
          positionErrorMaxMetres: 0,
          orientationErrorMaxRadians: 0,
        });
      }),
    );
  });

  it("a turn of one joint alone turns the end effector by just that angle", () => {
    fc.assert(
      fc.property(
        anyChain,
        anyAngles,
        fc.nat(3),
        fc.double({ min: 1e-9, max: Math.PI, noNaN: true }),
        (...of) => {
          const [chain, angles, joint, turn] = of;
          const turned = angles.with(joint, (angles[joint] ?? 0) + turn);
          const { orientationErrorMaxRadians } = errorsBetween(chain, angles, turned);
          expect(Math.abs(orientationErrorMaxRadians - turn)).toBeLessThan(1e-14);
        },
      ),
    );
  });

  it("a whole turn is none, and the errors are the same both ways", () => {
    fc.assert(
      fc.property(anyChain, anyAngles, anyAngles, (chain, one, two) => {
        const there = errorsBetween(chain, one, two);
        const back = errorsBetween(chain, two, one);
        expect(back.positionErrorMaxMetres).toBeCloseTo(there.positionErrorMaxMetres, 12);
        expect(back.orientationErrorMaxRadians).toBeCloseTo(there.orientationErrorMaxRadians, 12);
        const around = one.map((value) => value + 2 * Math.PI);
        expect(errorsBetween(chain, one, around).positionErrorMaxMetres).toBeLessThan(1e-13);
      }),
    );
  });

  it("the position moves by no more than the arm's reach times the angles that differ", () => {
    fc.assert(
      fc.property(anyChain, anyAngles, anyAngles, (chain, one, two) => {
        const reach = chain.joints.reduce(
          (sum, { aMetres, dMetres }) => sum + Math.hypot(aMetres, dMetres),
          0,
        );
        const turned = one.reduce((sum, value, joint) => sum + Math.abs(value - (two[joint] ?? 0)), 0);
        const { positionErrorMaxMetres, orientationErrorMaxRadians } = errorsBetween(chain, one, two);
        expect(positionErrorMaxMetres).toBeLessThanOrEqual(reach * turned + 1e-12);
        expect(orientationErrorMaxRadians).toBeLessThanOrEqual(turned + 1e-12);
        expect(orientationErrorMaxRadians).toBeLessThanOrEqual(Math.PI);
      }),
    );
  });

  it("rotations stay rotations", () => {
    fc.assert(
      fc.property(anyChain, anyAngles, (chain, angles) => {
        const { rotation } = poseOf(chain, (dimension) => angles[dimension] ?? 0);
        const inverse = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => rotation[at] ?? 0);
        for (const row of [0, 1, 2]) {
          for (const column of [0, 1, 2]) {
            const dot = [0, 1, 2].reduce(
              (sum, k) => sum + (rotation[row * 3 + k] ?? 0) * (inverse[k * 3 + column] ?? 0),
              0,
            );
            expect(dot).toBeCloseTo(row === column ? 1 : 0, 12);
          }
        }
      }),
    );
  });
});

it("half a turn is π, however it is made", () => {
  expect(rotationAngle([1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 0, 0, 0, -1, 0, 0, 0, -1])).toBe(Math.PI);
});

/** One joint that sweeps an arm of 2 m around in a plane. */
const sweep: ChainRow = { action: 1, aMetres: 2, alphaRadians: 0, dMetres: 0, thetaOffsetRadians: 0 };
const arm = (changes: Partial<KinematicChain> = {}): KinematicChain => ({
  ...{ name: "sweep", source: "a test", convention: "standard", actionAngles: "degrees", joints: [sweep] },
  ...changes,
});

describe("by hand", () => {
  const rows = (...steps: [number, number][]) => actionSet([1, steps.length, 2], steps.flat());

  it("an arm of 2 m that is turned by 60° ends 2 m away", () => {
    const errors = endEffectorErrors(arm(), {
      baseline: rows([5, 0], [5, 0]),
      candidate: rows([9, 0], [5, 60]),
    });
    expect(errors).toMatchObject({
      positionErrorMaxIndex: [0, 1],
      orientationErrorMaxIndex: [0, 1],
      poses: 2,
      excludedPoses: 0,
    });
    expect(errors.positionErrorMaxMetres).toBeCloseTo(2, 14);
    if (errors.positionErrorMaxMetres === null) throw new Error(errors.reason);
    expect(errors.positionErrorMeanMetres).toBeCloseTo(1, 14);
    expect(errors.orientationErrorMaxRadians).toBeCloseTo(Math.PI / 3, 14);
    expect(errors.orientationErrorMeanRadians).toBeCloseTo(Math.PI / 6, 14);
  });

  it("of equal errors the first is named", () => {
    const pair = { baseline: rows([0, 0], [0, 0], [0, 0]), candidate: rows([0, 0], [0, 9], [0, 9]) };
    expect(endEffectorErrors(arm(), pair)).toMatchObject({
      positionErrorMaxIndex: [0, 1],
      orientationErrorMaxIndex: [0, 1],
    });
  });

  it("steps without finite angles are left out and counted; other dimensions may hold anything", () => {
    const errors = endEffectorErrors(arm(), {
      baseline: rows([Number.NaN, 0], [0, Number.POSITIVE_INFINITY], [0, 1]),
      candidate: rows([Number.NaN, 0], [0, Number.POSITIVE_INFINITY], [0, Number.NaN]),
    });
    expect(errors).toMatchObject({ positionErrorMaxMetres: 0, poses: 1, excludedPoses: 2 });
  });

  it("nothing finite is unknown, with the reason", () => {
    const nothing = rows([0, Number.NaN]);
    expect(endEffectorErrors(arm(), { baseline: nothing, candidate: nothing })).toEqual({
      positionErrorMaxMetres: null,
      reason: "no step has finite joint angles in both arms",
    });
  });

  it("answers without a joint's dimension are unknown, with the reason", () => {
    const pair = { baseline: rows([0, 0]), candidate: rows([0, 0]) };
    const chain = arm({ joints: [{ ...sweep, action: 2 }] });
    expect(endEffectorErrors(chain, pair)).toMatchObject({
      positionErrorMaxMetres: null,
      reason: expect.stringMatching(/turned by action dimension 2, counted from 0, and the answers have 2/),
    });
  });

  it("a joint that only turns is looked at in its angle", () => {
    const still = arm({ joints: [{ ...sweep, aMetres: 0 }], actionAngles: "radians" });
    const errors = endEffectorErrors(still, { baseline: rows([0, 0]), candidate: rows([0, 0.25]) });
    expect(errors).toMatchObject({ positionErrorMaxMetres: 0 });
    if (errors.positionErrorMaxMetres === null) throw new Error(errors.reason);
    expect(errors.orientationErrorMaxRadians).toBeCloseTo(0.25, 15);
  });
});
