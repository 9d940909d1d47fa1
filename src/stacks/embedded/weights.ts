import { type RandomSource, randomSource } from "../../support/random.ts";
import { roundToHalfPrecision } from "./half-precision.ts";
import { SHAPE } from "./shape.ts";

/** One matrix, [rows, columns], in half precision. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

const { width, hidden, timeHidden, dimensions, patch, maximumState, vocabulary } = SHAPE;

const BLOCK_MATRICES = {
  query: [width, width],
  key: [width, width],
  value: [width, width],
  output: [width, width],
  up: [width, hidden],
  down: [hidden, width],
} as const;

const MATRICES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  patchIn: [patch * patch * 3, width],
  stateIn: [maximumState, width],
  words: [vocabulary, width],
  actionIn: [dimensions, width],
  timeUp: [2 * width, timeHidden],
  timeDown: [timeHidden, width],
  actionOut: [width, dimensions],
  ...Object.fromEntries(
    ["prefix", ...Array.from({ length: SHAPE.blocks }, (_, block) => `block${block}`)].flatMap((block) =>
      Object.entries(BLOCK_MATRICES).map(([name, size]) => [`${block}.${name}`, size]),
    ),
  ),
};

/**
 * Draws every matrix from a seed, normal with variance 1 / rows so that tokens keep their size from layer to layer.
 * The numbers are the same for every backend.
 */
export function drawWeights(seed: number): Map<string, Matrix> {
  return new Map(
    Object.entries(MATRICES).map(([name, [rows, columns]]) => {
      const random = randomSource(`weights ${seed} ${name}`);
      const scale = name === "words" ? 1 : 1 / Math.sqrt(rows);
      const values = Float32Array.from({ length: rows * columns }, () => scale * normal(random));
      return [name, { rows, columns, values: roundToHalfPrecision(values) }];
    }),
  );
}

/** Box and Muller's transform of two uniform numbers. */
function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
