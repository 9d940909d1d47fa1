import { type ErrorCoherence, type ErrorCosines, signFlipTest } from "../sign-flip-test.ts";

/** Inner products of the observations' errors, row by row. */
export interface ErrorGram {
  readonly gram: Float64Array;
  readonly observations: number;
}

/**
 * How alike the errors of different observations are, from their inner products; see `signFlipTest`.
 * @param seed of the Monte Carlo flips
 */
export function gramCoherence(errors: ErrorGram, seed: number): ErrorCoherence {
  return signFlipTest(cosinesOf(errors), seed);
}

function cosinesOf({ gram, observations }: ErrorGram): ErrorCosines {
  const at = (row: number, column: number) => gram[row * observations + column] ?? 0;
  const erring = Array.from({ length: observations }, (_, row) => row).filter((row) => at(row, row) > 0);
  const cosines: number[] = [];
  for (const [place, row] of erring.entries()) {
    for (const column of erring.slice(place + 1)) {
      cosines.push(at(row, column) / (Math.sqrt(at(row, row)) * Math.sqrt(at(column, column))));
    }
  }
  return {
    cosines: Float64Array.from(cosines),
    observations: erring.length,
    zeroErrorObservations: observations - erring.length,
  };
}
