import { setImmediate as nextTurn } from "node:timers/promises";
import type { NamedPair } from "../../../compare/tensors/match-names.ts";
import { FvalidateError } from "../../../support/errors.ts";
import type { StoredTensor } from "../../../tensors/stored/stored-tensor.ts";
import { createScratch, type ScratchFolder } from "../../../tensors/zip/scratch.ts";
import { releaseUnpacked, unpackDeflated } from "../../../tensors/zip/unpack.ts";
import type { TensorEngine } from "../engine/engine.ts";
import { comparePair, type MeasuredPair, type ReadyPair } from "./compare-pair.ts";
import type { CompareTensorsOptions } from "./options.ts";
import { counterpart, type Sides } from "./sides.ts";

/** A pair of which nothing was measured, and why. */
export interface UnmeasuredPair {
  readonly pair: NamedPair;
  readonly outcome: "pass" | "fail";
  readonly reason: string;
}

export type ComparedPair = MeasuredPair | UnmeasuredPair;

export interface ComparedPairs {
  readonly pairs: readonly ComparedPair[];
  /** What ended it before the last pair. */
  readonly failure: FvalidateError | null;
}

export interface Comparing {
  readonly options: CompareTensorsOptions;
  readonly sides: Sides;
  readonly engine: TensorEngine;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** Measures every pair, one after the other: what is in memory does not depend on how many there are. */
export async function comparePairs(comparing: Comparing): Promise<ComparedPairs> {
  const { sides, signal, onProgress } = comparing;
  const { pairs } = sides.match;
  const compared: ComparedPair[] = [];
  await using scratch = await createScratch();
  for (const pair of pairs) {
    if (signal.aborted) return { pairs: compared, failure: interrupted() };
    try {
      compared.push(whyUnmeasured(pair) ?? (await unpackAndCompare(pair, comparing, scratch)));
    } catch (error) {
      if (signal.aborted) return { pairs: compared, failure: interrupted() };
      if (error instanceof FvalidateError) return { pairs: compared, failure: error };
      throw error;
    }
    onProgress(compared.length, pairs.length);
    // Small tensors are measured without a pause, in which a signal would never come through.
    await nextTurn();
  }
  return { pairs: compared, failure: null };
}

/** Shapes must be equal: stretching one to the other would compare what nobody computed. */
export function whyUnmeasured(pair: NamedPair): UnmeasuredPair | null {
  const [baseline, candidate] = [pair.baseline, pair.candidate].map(({ shape }) => `[${shape.join(", ")}]`);
  if (baseline !== candidate) {
    const reason = `the shapes differ: baseline ${baseline}, candidate ${candidate}`;
    return { pair, outcome: "fail", reason };
  }
  return pair.baseline.shape.includes(0) ? { pair, outcome: "pass", reason: "it has no elements" } : null;
}

async function unpackAndCompare(
  pair: NamedPair,
  { options, sides, engine }: Comparing,
  scratch: ScratchFolder,
): Promise<MeasuredPair> {
  const beside = (side: "floor" | "golden") => {
    const other = sides[side];
    return other === null ? null : counterpart(pair, other, sides.baseline);
  };
  const ready: ReadyPair = { pair, floor: beside("floor"), golden: beside("golden") };
  const packed = [pair.baseline, pair.candidate, ready.floor, ready.golden].filter(isDeflated);
  if (packed.length === 0) return comparePair(ready, options, engine);
  const unpacked = await unpackDeflated(packed, scratch);
  try {
    const plain = (tensor: StoredTensor) => unpacked[packed.indexOf(tensor)] ?? tensor;
    return await comparePair(withTensors(ready, plain), options, engine);
  } finally {
    await releaseUnpacked(unpacked, scratch);
  }
}

function isDeflated(tensor: StoredTensor | undefined | null): tensor is StoredTensor {
  return tensor?.location.kind === "deflated";
}

function withTensors(
  { pair, floor, golden }: ReadyPair,
  plain: (tensor: StoredTensor) => StoredTensor,
): ReadyPair {
  return {
    pair: { ...pair, baseline: plain(pair.baseline), candidate: plain(pair.candidate) },
    floor: floor && plain(floor),
    golden: golden && plain(golden),
  };
}

function interrupted(): FvalidateError {
  return new FvalidateError("interrupted", "The comparison was stopped before its last tensor.", {
    hint: "What was compared so far is in the run's folder; run the same command again for all.",
  });
}
