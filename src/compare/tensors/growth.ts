import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import { numberOf } from "../../contracts/figures.ts";
import { rankOf } from "./calls.ts";

type Growth = CompareRun["growth"];

/**
 * The error over the calls of a dump: for each call the output with the largest relative L2, and how many times that of
 * the call before it is.
 */
export function errorGrowth(tensors: readonly TensorResult[]): Growth {
  const points = largestOutputs(tensors);
  return points.map((point, at) => {
    const previous = points[at - 1];
    // The last call of one process is not before the first of another.
    const isSameRank = previous !== undefined && rankOf(previous.layer) === rankOf(point.layer);
    const before = isSameRank ? previous.relativeL2 : null;
    const known = before !== null && before > 0 && point.relativeL2 !== null;
    return { ...point, growth: known ? (point.relativeL2 ?? 0) / before : null };
  });
}

interface Point {
  readonly call: number;
  readonly layer: string;
  readonly name: string;
  readonly relativeL2: number | null;
}

function largestOutputs(tensors: readonly TensorResult[]): Point[] {
  const largest = new Map<string, Point>();
  for (const { name, dump, metrics } of tensors) {
    if (dump?.part !== "output") continue;
    const key = `${dump.call} ${dump.layer}`;
    const relativeL2 = metrics === null ? null : numberOf(metrics, "relativeL2");
    const known = largest.get(key);
    if (known !== undefined && (known.relativeL2 ?? -1) >= (relativeL2 ?? -1)) continue;
    largest.set(key, { call: dump.call, layer: dump.layer, name, relativeL2 });
  }
  return [...largest.values()].sort((one, other) => one.call - other.call);
}
