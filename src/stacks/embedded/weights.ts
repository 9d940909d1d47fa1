import { type RandomSource, randomSource } from "../../support/random.ts";
import { roundToBfloat16 } from "./bfloat16.ts";
import { SHAPE } from "./shape.ts";

/** One matrix, [rows, columns]. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

type Size = readonly [rows: number, columns: number];

const { width, hidden, dimensions, patch, maximumState, vocabulary } = SHAPE;

/** pi0's projections around its action expert, which stay in float32. */
const PROJECTIONS: Readonly<Record<string, Size>> = {
  actionIn: [dimensions, width],
  timeUp: [2 * width, width],
  timeDown: [width, width],
  actionOut: [width, dimensions],
};

const BLOCK: Readonly<Record<string, Size>> = {
  query: [width, width],
  key: [width, width],
  value: [width, width],
  output: [width, width],
  up: [width, hidden],
  down: [hidden, width],
};

/** The matrices in bfloat16 precision. */
const BODY: Readonly<Record<string, Size>> = {
  patchIn: [patch * patch * 3, width],
  stateIn: [maximumState, width],
  words: [vocabulary, width],
  ...Object.fromEntries(
    Array.from({ length: SHAPE.blocks }, (_, block) =>
      Object.entries(BLOCK).map(([name, size]) => [`block${block}.${name}`, size]),
    ).flat(),
  ),
};

/** Both arms of a run often have the same seed, and nobody writes into a matrix. */
const lastDrawn: { seed?: number; weights?: ReadonlyMap<string, Matrix> } = {};

/** As `drawWeights`, drawn once where the same seed is asked for again. */
export function weightsOf(seed: number): ReadonlyMap<string, Matrix> {
  const weights = lastDrawn.seed === seed ? lastDrawn.weights : undefined;
  const drawn = weights ?? drawWeights(seed);
  Object.assign(lastDrawn, { seed, weights: drawn });
  return drawn;
}

/**
 * Draws every matrix from a seed, normal with a variance that keeps tokens and actions near a variance of 1. Each has
 * a stream of its own and is drawn in plain arithmetic: the numbers are the same for every backend.
 */
export function drawWeights(seed: number): Map<string, Matrix> {
  const drawn = (sizes: Readonly<Record<string, Size>>) =>
    Object.entries(sizes).map(([name, size]) => [name, drawMatrix(name, size, seed)] as const);
  const rounded = drawn(BODY).map(
    ([name, matrix]) => [name, { ...matrix, values: roundToBfloat16(matrix.values) }] as const,
  );
  return new Map([...drawn(PROJECTIONS), ...rounded]);
}

/** How far a matrix is from the variance 1 / rows, where it is. */
const GAINS: Readonly<Record<string, number>> = {
  // SiLU lets about half of a token's length through.
  timeDown: 1.4,
  // The velocity is added to noise of variance 1.
  actionOut: 0.7,
};

function drawMatrix(name: string, [rows, columns]: Size, seed: number): Matrix {
  const random = randomSource(`weights ${seed} ${name}`);
  // A table's rows are tokens themselves, not summands of one.
  const scale = name === "words" ? 1 : (GAINS[name] ?? 1) / Math.sqrt(rows);
  return {
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, () => scale * normal(random)),
  };
}

/** Box and Muller's transform of two uniform numbers. */
function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
