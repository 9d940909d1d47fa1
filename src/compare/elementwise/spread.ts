/** Means of both arms over some elements, and the sums of squares and products about them. */
export interface Spread {
  readonly count: number;
  readonly baselineMean: number;
  readonly candidateMean: number;
  readonly baselineSquares: number;
  readonly candidateSquares: number;
  readonly products: number;
}

export const NO_SPREAD: Spread = {
  count: 0,
  baselineMean: 0,
  candidateMean: 0,
  baselineSquares: 0,
  candidateSquares: 0,
  products: 0,
};

/** Sums of count elements about an origin of each arm. */
export interface ShiftedSums {
  readonly count: number;
  readonly baselineOrigin: number;
  readonly candidateOrigin: number;
  readonly baseline: number;
  readonly candidate: number;
  readonly baselineSquared: number;
  readonly candidateSquared: number;
  readonly product: number;
}

export function spreadOf(sums: ShiftedSums): Spread {
  const { count, baseline, candidate } = sums;
  return {
    count,
    baselineMean: sums.baselineOrigin + baseline / count,
    candidateMean: sums.candidateOrigin + candidate / count,
    baselineSquares: Math.max(0, sums.baselineSquared - (baseline * baseline) / count),
    candidateSquares: Math.max(0, sums.candidateSquared - (candidate * candidate) / count),
    products: sums.product - (baseline * candidate) / count,
  };
}

/**
 * The spread of two sets together. Formula: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for
 * Computing Sample Variances", 1979. A variance from raw sums of squares would lose every digit of data whose mean is
 * large beside its spread.
 */
export function joinSpreads(first: Spread, second: Spread): Spread {
  if (first.count === 0) return second;
  if (second.count === 0) return first;
  const count = first.count + second.count;
  const share = second.count / count;
  const weight = first.count * share;
  const baselineStep = second.baselineMean - first.baselineMean;
  const candidateStep = second.candidateMean - first.candidateMean;
  return {
    count,
    baselineMean: first.baselineMean + baselineStep * share,
    candidateMean: first.candidateMean + candidateStep * share,
    baselineSquares: first.baselineSquares + second.baselineSquares + baselineStep * baselineStep * weight,
    candidateSquares:
      first.candidateSquares + second.candidateSquares + candidateStep * candidateStep * weight,
    products: first.products + second.products + baselineStep * candidateStep * weight,
  };
}
