import type { ByteSource } from "./byte-source.ts";
import { LARGEST_WORD, type MovedAxis, moveElements, type Words, wordsOf } from "./move-elements.ts";
import { cOrderStrides } from "./strides.ts";

/** How strided elements are read. What they are does not depend on it. */
export interface ReadLimits {
  /** Gathered and kept at once: the more rows of a Fortran-ordered array, the longer the runs that are read. */
  readonly panelBytes: number;
  /** Read at once, at most. */
  readonly spanBytes: number;
  /** Gaps up to this are read along with what lies around them: that takes less time than another read. */
  readonly gapBytes: number;
}

export const READ_LIMITS: ReadLimits = { panelBytes: 2 ** 23, spanBytes: 2 ** 23, gapBytes: 2 ** 12 };

/** A box of elements in a storage, with its strides in elements. */
export interface Box {
  /** Of the storage, the box's first one. */
  readonly firstElement: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/**
 * Gathers boxes of strided elements into C order, with as few reads as their places allow.
 *
 * The box's axes are put into the storage's order, and those are joined that follow one another without a gap in both.
 * What then lies close together is read in one span and moved to where it belongs.
 */
export function gatherer(source: ByteSource, elementBytes: number, limits: ReadLimits) {
  const wordBytes = Math.min(elementBytes, LARGEST_WORD);
  const words = elementBytes / wordBytes;
  let span = new Uint8Array(0);

  return (box: Box, target: Uint8Array): void => {
    const axes = storageOrder(box, words);
    const reaches = reachesOf(axes, words);
    const wanted = Math.min(limits.spanBytes, (reaches[0] ?? 0) * wordBytes);
    if (span.length < wanted) span = new Uint8Array(wanted);
    const to = wordsOf(target, wordBytes);
    const gathering = { source, limits, wordBytes, words, span, target, to, axes, reaches };
    gatherFrom(gathering, 0, box.firstElement * words, 0);
  };
}

interface Gathering {
  readonly source: ByteSource;
  readonly limits: ReadLimits;
  readonly wordBytes: number;
  /** Of one element. */
  readonly words: number;
  /** Where spans are read to. */
  readonly span: Uint8Array;
  readonly target: Uint8Array;
  readonly to: Words;
  /** From the largest stride in the storage to the smallest. */
  readonly axes: readonly MovedAxis[];
  /** For each axis how many words it and those behind it reach over; one entry more, for an element. */
  readonly reaches: readonly number[];
}

function storageOrder({ shape, strides }: Box, words: number): MovedAxis[] {
  const to = cOrderStrides(shape);
  const axes = shape.map((length, axis) => ({
    length,
    from: (strides[axis] ?? 0) * words,
    to: (to[axis] ?? 0) * words,
  }));
  return joined(
    axes.filter(({ length }) => length > 1).toSorted((a, b) => b.from - a.from),
    words,
  );
}

function joined(axes: readonly MovedAxis[], words: number): MovedAxis[] {
  const result: MovedAxis[] = [];
  for (const axis of axes) {
    const outer = result.at(-1);
    if (outer?.from === axis.from * axis.length && outer.to === axis.to * axis.length)
      result[result.length - 1] = { ...axis, length: outer.length * axis.length };
    else result.push(axis);
  }
  return result.length > 0 ? result : [{ length: 1, from: words, to: words }];
}

function reachesOf(axes: readonly MovedAxis[], words: number): number[] {
  const reaches = [words];
  for (const { length, from } of axes.toReversed()) {
    reaches.unshift((length - 1) * from + (reaches[0] ?? 0));
  }
  return reaches;
}

/** Whether all gaps within one step along an axis are too small to be worth leaving out. */
function isDense({ axes, reaches, wordBytes, limits }: Gathering, first: number): boolean {
  return axes.every(
    ({ from }, place) => place < first || (from - (reaches[place + 1] ?? 0)) * wordBytes <= limits.gapBytes,
  );
}

/** @param from word of the storage; @param to word of the target */
function gatherFrom(gathering: Gathering, place: number, from: number, to: number): void {
  const { axes, reaches, wordBytes, limits } = gathering;
  const axis = axes[place];
  if (axis === undefined) return;
  const item = reaches[place + 1] ?? 0;
  if (!isDense(gathering, place + 1) || item * wordBytes > limits.spanBytes) {
    for (let i = 0; i < axis.length; i += 1)
      gatherFrom(gathering, place + 1, from + i * axis.from, to + i * axis.to);
    return;
  }
  const apart = !isDense(gathering, place);
  const stride = apart ? item : axis.from;
  const atOnce = stride === 0 ? axis.length : Math.floor((limits.spanBytes / wordBytes - item) / stride) + 1;
  for (let i = 0; i < axis.length; i += atOnce) {
    const length = Math.min(atOnce, axis.length - i);
    readItems(gathering, place, { apart, length, stride, from: from + i * axis.from, to: to + i * axis.to });
  }
}

/** Some indexes of one axis, with all of the axes behind it. */
interface Items {
  /** Whether each is read by itself, because there is much between them. */
  readonly apart: boolean;
  readonly length: number;
  /** From one to the next in the span. */
  readonly stride: number;
  readonly from: number;
  readonly to: number;
}

function readItems(gathering: Gathering, place: number, items: Items): void {
  const { source, wordBytes, words, span, target, axes, reaches } = gathering;
  const axis = axes[place] ?? { length: 1, from: words, to: words };
  const item = reaches[place + 1] ?? 0;
  const bytes = ((items.length - 1) * items.stride + item) * wordBytes;
  if (place === axes.length - 1 && axis.from === words && axis.to === words) {
    source.read(items.from * wordBytes, target.subarray(items.to * wordBytes, items.to * wordBytes + bytes));
    return;
  }
  if (!items.apart) source.read(items.from * wordBytes, span.subarray(0, bytes));
  for (let i = 0; items.apart && i < items.length; i += 1) {
    const start = i * item * wordBytes;
    source.read((items.from + i * axis.from) * wordBytes, span.subarray(start, start + item * wordBytes));
  }
  const moved = [{ length: items.length, from: items.stride, to: axis.to }, ...axes.slice(place + 1)];
  moveElements(wordsOf(span.subarray(0, bytes), wordBytes), gathering.to, moved, words, items.to);
}
