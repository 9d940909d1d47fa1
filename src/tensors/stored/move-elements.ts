/** One axis along which elements are moved; strides are in words. */
export interface MovedAxis {
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Words of 1, 2 or 4 bytes. Elements are moved as bit patterns, never as numbers, which would quieten signalling NaNs;
 * those of 8 and 16 bytes are 2 and 4 words.
 */
export type Words = Uint8Array | Uint16Array | Uint32Array;

/** The most bytes that a word has. */
export const LARGEST_WORD = 4;

/** Whole words; the bytes begin at a multiple of the size. */
export function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array, size: number): Words {
  if (size === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (size === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint32Array(buffer, byteOffset, byteLength / LARGEST_WORD);
}

/** Square in which both the source and the target stay in the processor's first cache. */
const TILE = 32;
const ONCE: MovedAxis = { length: 1, from: 0, to: 0 };

/**
 * Moves every element of a box.
 * @param axes none may be missing; their order does not matter
 * @param words of one element
 * @param toStart word of the target at which the box begins; in the source it begins at the first
 */
export function moveElements(
  source: Words,
  target: Words,
  axes: readonly MovedAxis[],
  words: number,
  toStart: number,
): void {
  const along = smallest(axes, ({ to }) => to);
  const across = smallest(
    axes.filter((axis) => axis !== along),
    ({ from }) => from,
  );
  const others = axes.filter((axis) => axis !== along && axis !== across);
  overOthers(others, 0, toStart, (from, to) => {
    movePlane({ source, target, words, from, to, along, across });
  });
}

function smallest(axes: readonly MovedAxis[], of: (axis: MovedAxis) => number): MovedAxis {
  return axes.reduce((best, axis) => (of(axis) < of(best) ? axis : best), axes[0] ?? ONCE);
}

function overOthers(
  [axis, ...inner]: readonly MovedAxis[],
  from: number,
  to: number,
  move: (from: number, to: number) => void,
): void {
  if (axis === undefined) {
    move(from, to);
    return;
  }
  for (let i = 0; i < axis.length; i += 1) overOthers(inner, from + i * axis.from, to + i * axis.to, move);
}

interface Plane {
  readonly source: Words;
  readonly target: Words;
  readonly words: number;
  readonly from: number;
  readonly to: number;
  /** The axis that runs fastest in the target. */
  readonly along: MovedAxis;
  /** Of the others the one that runs fastest in the source. */
  readonly across: MovedAxis;
}

function movePlane(plane: Plane): void {
  const { along, across, from, to } = plane;
  for (let i = 0; i < across.length; i += TILE) {
    const rows = Math.min(TILE, across.length - i);
    for (let j = 0; j < along.length; j += TILE) {
      const columns = Math.min(TILE, along.length - j);
      const tileFrom = from + i * across.from + j * along.from;
      moveTile(plane, tileFrom, to + i * across.to + j * along.to, rows, columns);
    }
  }
}

function moveTile(plane: Plane, from: number, to: number, rows: number, columns: number): void {
  const { along, across } = plane;
  for (let i = 0; i < rows; i += 1) {
    const moveRow = plane.words === 1 ? moveSingleWords : moveManyWords;
    moveRow(plane, from + i * across.from, to + i * across.to, along, columns);
  }
}

function moveSingleWords(
  { source, target }: Plane,
  from: number,
  to: number,
  along: MovedAxis,
  columns: number,
) {
  let at = from;
  let place = to;
  for (let j = 0; j < columns; j += 1) {
    target[place] = source[at] ?? 0;
    at += along.from;
    place += along.to;
  }
}

function moveManyWords(
  { source, target, words }: Plane,
  from: number,
  to: number,
  along: MovedAxis,
  columns: number,
) {
  let at = from;
  let place = to;
  for (let j = 0; j < columns; j += 1) {
    for (let word = 0; word < words; word += 1) target[place + word] = source[at + word] ?? 0;
    at += along.from;
    place += along.to;
  }
}
