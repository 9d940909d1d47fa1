/**
 * The bytes of elements in C order, from Fortran order, where the first index runs fastest.
 *
 * Whole bit patterns are moved, never numbers: reading a float32 as a number would quieten its signalling NaNs.
 *
 * @param bytes as many elements as the shape has, aligned to their size
 * @param size bytes of one element
 */
export function fromFortranOrder(bytes: Uint8Array, size: number, shape: readonly number[]): Uint8Array {
  const result = new Uint8Array(bytes.length);
  const from = wordsOf(bytes, size);
  const to = wordsOf(result, size);
  const axes = axesOf(shape, size / from.BYTES_PER_ELEMENT);
  const index = axes.map(() => 0);
  let position = 0;
  for (let at = 0; at < to.length; at += 1) {
    to[at] = from[position] ?? 0;
    position = advance(index, axes, position);
  }
  return result;
}

/** The bytes of elements in Fortran order, from C order. */
export function toFortranOrder(bytes: Uint8Array, size: number, shape: readonly number[]): Uint8Array {
  // C order of a shape is Fortran order of the reversed shape.
  return fromFortranOrder(bytes, size, shape.toReversed());
}

interface Axis {
  readonly length: number;
  /** Words from one element to the next along this axis. */
  readonly stride: number;
}

/** Elements of 8 bytes are two words each, which makes one axis more, the innermost. */
function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array, size: number) {
  if (size === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (size === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** The axes in C order, the last one running fastest, with their strides in Fortran order. */
function axesOf(shape: readonly number[], words: number): Axis[] {
  let stride = words;
  const axes = shape.map((length) => {
    const axis = { length, stride };
    stride *= length;
    return axis;
  });
  return [...axes, { length: words, stride: 1 }].filter(({ length }) => length !== 1);
}

/** Moves the index on by one in C order and returns the position that belongs to it. */
function advance(index: number[], axes: readonly Axis[], position: number): number {
  let moved = position;
  for (let i = axes.length - 1; i >= 0; i -= 1) {
    const { length, stride } = axes[i] ?? { length: 1, stride: 0 };
    const next = (index[i] ?? 0) + 1;
    if (next < length) {
      index[i] = next;
      return moved + stride;
    }
    index[i] = 0;
    moved -= stride * (length - 1);
  }
  return moved;
}
