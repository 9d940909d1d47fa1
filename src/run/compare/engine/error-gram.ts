import { setImmediate as nextTurn } from "node:timers/promises";
import { type ErrorGram, GramSums, LargestErrors, writeErrors } from "../../../compare/elementwise/gram.ts";
import type { TensorPair } from "../../../contracts/pair-measurement.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { decodeElements, valuesPerElement } from "../../../tensors/decode/decode-elements.ts";
import { BITS_PER_ELEMENT } from "../../../tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../../tensors/stored/stored-tensor.ts";
import { elementCount } from "../../../tensors/tensor.ts";
import { openPair, type PairReader, taskOf } from "./pair-reader.ts";

/** Values of all observations that are held at once: 8 MB of errors. */
const HELD_VALUES = 2 ** 20;
/** Packed elements are read from a whole byte on. */
const PACK = 4;

/**
 * The scalar products of the error tensors of the observations along an axis, in two passes over the files: the first
 * finds each one's scale.
 *
 * @param check throws when the work is to stop
 */
export async function errorGram(pair: TensorPair, axis: number, check: () => void): Promise<ErrorGram> {
  const { observations, outer, inner } = axesOf(pair, axis);
  using reader = openPair(pair);
  const largest = new LargestErrors(observations);
  const length = Math.max(1, Math.min(inner, Math.floor(HELD_VALUES / observations / PACK) * PACK || PACK));
  const stretches = { pair, reader, observations, outer, inner, length, check };
  await forEachStretch(stretches, (pieces) => {
    for (const [observation, piece] of pieces.entries()) largest.add(observation, piece);
  });
  const sums = new GramSums(largest.largest);
  await forEachStretch(stretches, (pieces) => sums.add(pieces));
  return sums.finish();
}

function axesOf(pair: TensorPair, axis: number) {
  taskOf(pair);
  const { shape, name } = pair.baseline;
  const observations = shape[axis];
  if (observations === undefined) {
    throw new FvalidateError("usage", `${name} of shape [${shape.join(", ")}] has no axis ${axis}.`, {
      hint: "Axes are counted from 0.",
    });
  }
  return {
    observations,
    outer: elementCount(shape.slice(0, axis)),
    inner: elementCount(shape.slice(axis + 1)),
  };
}

interface Stretches {
  readonly pair: TensorPair;
  readonly reader: PairReader;
  readonly observations: number;
  /** Elements before the axis, and behind it: those of one observation that stand together. */
  readonly outer: number;
  readonly inner: number;
  readonly length: number;
  check(): void;
}

/** Hands over the errors of the same stretch of every observation, one stretch after the other. */
async function forEachStretch(
  stretches: Stretches,
  visit: (pieces: readonly Float64Array[]) => void,
): Promise<void> {
  const { observations, outer, inner, length } = stretches;
  if (observations * inner <= HELD_VALUES) return forEachSlab(stretches, visit);
  for (let block = 0; block < outer; block += 1) {
    for (let start = 0; start < inner; start += length) {
      await nextTurn();
      stretches.check();
      const count = Math.min(length, inner - start);
      const pieces = Array.from({ length: observations }, (_, observation) =>
        errorsOf(stretches, (block * observations + observation) * inner + start, count),
      );
      visit(pieces);
    }
  }
}

/** Observations whose elements stand in small groups: whole groups of all of them are read in one go. */
async function forEachSlab(
  stretches: Stretches,
  visit: (pieces: readonly Float64Array[]) => void,
): Promise<void> {
  const { observations, outer, inner, pair } = stretches;
  const slab = observations * inner;
  const parts = valuesPerElement(pair.baseline.dtype);
  const most = Math.max(PACK, Math.floor(HELD_VALUES / Math.max(1, slab) / PACK) * PACK);
  for (let block = 0; block < outer; block += most) {
    await nextTurn();
    stretches.check();
    const count = Math.min(most, outer - block);
    const errors = errorsOf(stretches, block * slab, count * slab);
    const group = inner * parts;
    visit(
      Array.from({ length: observations }, (_, observation) => {
        const piece = new Float64Array(count * group);
        for (let at = 0; at < count; at += 1) {
          const start = (at * observations + observation) * group;
          piece.set(errors.subarray(start, start + group), at * group);
        }
        return piece;
      }),
    );
  }
}

function errorsOf({ pair, reader }: Stretches, first: number, count: number): Float64Array {
  const baseline = valuesOf(pair.baseline, "baseline", reader, { first, count });
  const candidate = valuesOf(pair.candidate, "candidate", reader, { first, count });
  writeErrors(baseline, candidate, baseline);
  return baseline;
}

function valuesOf(
  tensor: StoredTensor,
  arm: "baseline" | "candidate",
  { read }: PairReader,
  { first, count }: { first: number; count: number },
): Float64Array {
  const bits = BITS_PER_ELEMENT[tensor.dtype];
  const parts = valuesPerElement(tensor.dtype);
  const lead = bits < 8 ? first % PACK : 0;
  const behind = first + count;
  const end = bits < 8 ? Math.min(elementCount(tensor.shape), Math.ceil(behind / PACK) * PACK) : behind;
  const length = end - first + lead;
  const bytes = new Uint8Array(Math.ceil((length * bits) / 8));
  const values = new Float64Array(length * parts);
  read(arm, first - lead, bytes);
  decodeElements(tensor.dtype, bytes, values);
  return values.subarray(lead * parts, (lead + count) * parts);
}
