import type { Position, Rotation } from "./pose.ts";

/** The Euclidean distance, in metres. */
export function positionDistance(from: Position, to: Position): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
}

/**
 * The geodesic distance: the angle, from 0 to π, of the one rotation that turns the first into the second. By its
 * sine and its cosine, because the arc cosine of the trace alone loses half of the digits near 0 and near π.
 */
export function rotationAngle(from: Rotation, to: Rotation): number {
  // fromᵀ · to; its antisymmetric part holds the sine, its trace the cosine.
  const column = (r: Rotation, i: 0 | 1 | 2): Position => [
    r[i],
    r[i === 0 ? 3 : i === 1 ? 4 : 5],
    r[6 + i] ?? 0,
  ];
  const dot = (i: 0 | 1 | 2, j: 0 | 1 | 2) => {
    const [a, b] = [column(from, i), column(to, j)];
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  };
  const sine = Math.hypot(dot(2, 1) - dot(1, 2), dot(0, 2) - dot(2, 0), dot(1, 0) - dot(0, 1)) / 2;
  const cosine = (dot(0, 0) + dot(1, 1) + dot(2, 2) - 1) / 2;
  return Math.atan2(sine, cosine);
}
