import { BIN_ERROR_PERCENT, type FilledBins, lowerEdge } from "./log-bins.ts";

/** Non-negative numbers of which the order matters. */
export interface Distribution {
  readonly count: number;
  /** Relative error bound of what it tells, in percent. */
  readonly errorPercent: number;
  /** As numpy's default: linear between the closest ranks. */
  quantile(probability: number): number;
  /** Sum of so many of the largest. */
  sumOfLargest(howMany: number): number;
}

/** What bins do not tell of the numbers in them. */
export interface BinnedNumbers {
  /** They are so many times those that are asked for. */
  readonly scale: number;
  /** The largest of those that are asked for, which is known exactly. */
  readonly maximum: number;
  readonly areIntegers: boolean;
}

export function binnedDistribution({ bins, counts }: FilledBins, numbers: BinnedNumbers): Distribution {
  const { scale, maximum, areIntegers } = numbers;
  const count = counts.reduce((sum, each) => sum + each, 0);
  const middle = (at: number) => Math.min(middleOf(bins[at] ?? 0, areIntegers) / scale, maximum);
  const valueAt = (rank: number) => {
    if (rank >= count - 1) return maximum;
    let at = 0;
    for (let below = counts[0] ?? 0; below <= rank; below += counts[at] ?? 0) at += 1;
    return middle(at);
  };
  return {
    count,
    errorPercent: BIN_ERROR_PERCENT,
    quantile: (probability) => interpolate(probability, count, valueAt),
    sumOfLargest(howMany) {
      let sum = 0;
      let rest = howMany;
      for (let at = bins.length - 1; rest > 0 && at >= 0; at -= 1) {
        const taken = Math.min(rest, counts[at] ?? 0);
        sum += taken * middle(at);
        rest -= taken;
      }
      return sum;
    },
  };
}

/** Where the relative error to either edge is the same; the integer, where there is only one in the bin. */
function middleOf(bin: number, areIntegers: boolean): number {
  const low = lowerEdge(bin);
  const high = lowerEdge(bin + 1);
  if (low === 0 || !Number.isFinite(high)) return low;
  if (areIntegers && high <= Math.ceil(low) + 1) return Math.ceil(low);
  return (2 * low * high) / (low + high);
}

/** As numpy's default: linear between the closest ranks. */
export function interpolate(probability: number, count: number, valueAt: (rank: number) => number): number {
  const rank = probability * (count - 1);
  const below = Math.floor(rank);
  const low = valueAt(below);
  const high = rank === below ? low : valueAt(below + 1);
  return low === high ? low : low + (high - low) * (rank - below);
}
