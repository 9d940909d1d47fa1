import type { PairBlock } from "./metrics/metric.ts";
import type { NonFiniteCollector } from "./non-finite.ts";

/** Two flattened tensors of one length. */
export interface FlatPair {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
}

/** Small enough to stay in the processor's first cache together with its companions. */
const BLOCK_LENGTH = 4096;

/**
 * Cuts a pair at multiples of 4096 elements, so that sums do not depend on how the data arrived, and hands the
 * finite pairs of each block to `visit`. Non-finite pairs go to `nonFinite`.
 */
export function forEachBlock(
  pair: FlatPair,
  nonFinite: NonFiniteCollector,
  visit: (block: PairBlock) => void,
): void {
  const scratch = {
    length: 0,
    positions: new Float64Array(BLOCK_LENGTH),
    baseline: new Float64Array(BLOCK_LENGTH),
    candidate: new Float64Array(BLOCK_LENGTH),
    error: new Float64Array(BLOCK_LENGTH),
  };
  for (let start = 0; start < pair.baseline.length; start += BLOCK_LENGTH) {
    fill(scratch, { pair, start, nonFinite });
    visit(scratch);
  }
}

type Scratch = { -readonly [key in keyof PairBlock]: PairBlock[key] };

function fill(
  scratch: Scratch,
  from: { pair: FlatPair; start: number; nonFinite: NonFiniteCollector },
): void {
  const { pair, start, nonFinite } = from;
  const end = Math.min(start + BLOCK_LENGTH, pair.baseline.length);
  let length = 0;
  for (let position = start; position < end; position += 1) {
    const baseline = pair.baseline[position] ?? 0;
    const candidate = pair.candidate[position] ?? 0;
    const error = candidate - baseline;
    if (!Number.isFinite(baseline) || !Number.isFinite(candidate)) {
      nonFinite.add({ position, baseline, candidate });
      continue;
    }
    scratch.positions[length] = position;
    scratch.baseline[length] = baseline;
    scratch.candidate[length] = candidate;
    scratch.error[length] = error;
    length += 1;
  }
  scratch.length = length;
}
