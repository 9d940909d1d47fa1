import type { ActionSet } from "../contracts/actions.ts";
import { indexOf } from "./index-of.ts";

/** One of the elements that dominate MAPE. */
export interface LargestTerm {
  /** [observation, step, dimension] */
  readonly index: readonly number[];
  readonly baseline: number;
  readonly candidate: number;
  /** |d|/|a| in percent */
  readonly percent: number;
}

/** The elements with the largest |d|/|a|, zero references and non-finite pairs left out; the first of equals first. */
export function largestTerms(
  pair: { baseline: ActionSet; candidate: ActionSet },
  count: number,
): LargestTerm[] {
  const { shape } = pair.baseline;
  const found: { position: number; percent: number }[] = [];
  let smallest = 0;
  for (let position = 0; position < pair.baseline.values.length; position += 1) {
    const baseline = pair.baseline.values[position] ?? 0;
    const percent = (Math.abs((pair.candidate.values[position] ?? 0) - baseline) / Math.abs(baseline)) * 100;
    if (!Number.isFinite(percent) || percent <= smallest) continue;
    found.push({ position, percent });
    if (found.length <= count) continue;
    found.sort((first, second) => second.percent - first.percent || first.position - second.position);
    found.length = count;
    smallest = found.at(-1)?.percent ?? 0;
  }
  return found
    .sort((first, second) => second.percent - first.percent || first.position - second.position)
    .map(({ position, percent }) => ({
      index: indexOf(position, shape),
      baseline: pair.baseline.values[position] ?? 0,
      candidate: pair.candidate.values[position] ?? 0,
      percent,
    }));
}
