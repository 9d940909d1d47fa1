import type { TensorResult } from "../../contracts/compare-run.ts";

const SEVERITY = { fail: 0, inconclusive: 1, pass: 2 } as const;

/**
 * The failed before the undecided before the passed; within each, those that could not be measured first, then by
 * relative L2, the figure that does not depend on a tensor's scale.
 */
export function worstFirst(results: readonly TensorResult[]): TensorResult[] {
  return results.toSorted(
    (one, other) =>
      SEVERITY[one.outcome] - SEVERITY[other.outcome] || descending(badness(one), badness(other)),
  );
}

/** Infinities are equal to one another, which a difference would not say. */
function descending(one: number, other: number): number {
  if (one === other) return 0;
  return one > other ? -1 : 1;
}

function badness(result: TensorResult): number {
  if (result.metrics === null) return result.outcome === "pass" ? -1 : Number.POSITIVE_INFINITY;
  if (result.nonFinite.mismatches > 0) return Number.MAX_VALUE;
  const { relativeL2, maxAbsolute } = result.metrics;
  if (typeof relativeL2 === "number") return relativeL2;
  // Undefined, or infinite: a reference of zeros, which any error is infinitely larger than.
  return maxAbsolute === 0 ? 0 : Number.MAX_VALUE;
}
