import type { ChainRow, KinematicChain } from "./chain.ts";

/** Row by row. */
export type Rotation = readonly [
  ...[xx: number, xy: number, xz: number],
  ...[yx: number, yy: number, yz: number],
  ...[zx: number, zy: number, zz: number],
];
export type Position = readonly [x: number, y: number, z: number];

/** Where the end effector is in the frame of the chain's base, in metres, and how it is turned. */
export interface Pose {
  readonly rotation: Rotation;
  readonly position: Position;
}

const BASE: Pose = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], position: [0, 0, 0] };

/**
 * Forward kinematics.
 * @param actionAt the action of one dimension at this step, in the chain's unit
 */
export function poseOf(chain: KinematicChain, actionAt: (dimension: number) => number): Pose {
  const unit = chain.actionAngles === "degrees" ? Math.PI / 180 : 1;
  const link = chain.convention === "standard" ? standardLink : modifiedLink;
  return chain.joints.reduce((pose, row) => {
    const turned = row.action === null ? 0 : actionAt(row.action) * unit;
    return follow(pose, link(row, turned + row.thetaOffsetRadians));
  }, BASE);
}

function standardLink({ aMetres: a, alphaRadians, dMetres: d }: ChainRow, theta: number): Pose {
  const [ct, st] = [Math.cos(theta), Math.sin(theta)];
  const [ca, sa] = [Math.cos(alphaRadians), Math.sin(alphaRadians)];
  return {
    rotation: matrix([ct, -st * ca, st * sa], [st, ct * ca, -ct * sa], [0, sa, ca]),
    position: [a * ct, a * st, d],
  };
}

function modifiedLink({ aMetres: a, alphaRadians, dMetres: d }: ChainRow, theta: number): Pose {
  const [ct, st] = [Math.cos(theta), Math.sin(theta)];
  const [ca, sa] = [Math.cos(alphaRadians), Math.sin(alphaRadians)];
  return {
    rotation: matrix([ct, -st, 0], [st * ca, ct * ca, -sa], [st * sa, ct * sa, ca]),
    position: [a, -sa * d, ca * d],
  };
}

type Row = readonly [number, number, number];

function matrix(first: Row, second: Row, third: Row): Rotation {
  return [...first, ...second, ...third];
}

/** The pose of the second, which is given in the first's frame. */
function follow({ rotation: r, position: p }: Pose, { rotation: s, position: q }: Pose): Pose {
  const row = (a: number, b: number, c: number) =>
    [a * s[0] + b * s[3] + c * s[6], a * s[1] + b * s[4] + c * s[7], a * s[2] + b * s[5] + c * s[8]] as const;
  const along = (a: number, b: number, c: number) => a * q[0] + b * q[1] + c * q[2];
  return {
    rotation: matrix(row(r[0], r[1], r[2]), row(r[3], r[4], r[5]), row(r[6], r[7], r[8])),
    position: [
      p[0] + along(r[0], r[1], r[2]),
      p[1] + along(r[3], r[4], r[5]),
      p[2] + along(r[6], r[7], r[8]),
    ],
  };
}
