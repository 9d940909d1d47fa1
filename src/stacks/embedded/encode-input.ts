import { type PolicyInput, perCamera } from "../../contracts/policy.ts";
import type { Picture } from "../../support/picture.ts";
import { SHAPE } from "./shape.ts";

/** An input as numbers, the same for every backend. */
export interface EncodedInput {
  /**
   * [patches, patch × patch × 3], in [−1, 1]: four for each camera that is there. A camera that is missing has no
   * tokens at all, which is what pi0 makes of it with its attention mask.
   */
  readonly patches: Float32Array;
  /** [1, 32], zero padded */
  readonly state: Float32Array;
  /** Rows of the word table, one for each of the text's tokens. */
  readonly words: Int32Array;
}

/**
 * Plain arithmetic on purpose: what differs between two stacks must come from their kernels alone.
 *
 * @param input with a state of at most 32 numbers
 */
export function encodeInput(input: PolicyInput): EncodedInput {
  const pictures = perCamera(input.images).map(([, picture]) => patchesOf(shrink(picture)));
  const state = new Float32Array(SHAPE.maximumState);
  state.set(input.state);
  return { patches: concatenate(pictures), state, words: wordsOf(input.instruction) };
}

/**
 * The means of equal boxes of pixels, [32, 32, 3] in [−1, 1]: for 224×224, the size at which pi0 sees, boxes of 7×7.
 * Pictures smaller than 32 pixels are repeated instead.
 */
function shrink({ width, height, pixels }: Picture): Float32Array {
  const size = SHAPE.picture;
  const small = new Float32Array(size * size * 3);
  for (let row = 0; row < size; row += 1) {
    const rows = interval(row, height);
    for (let column = 0; column < size; column += 1) {
      const colour = meanColour(pixels, width, { rows, columns: interval(column, width) });
      small.set(colour, (row * size + column) * 3);
    }
  }
  return small;
}

/** The pixels from `start` to before `end`, at least one, that one small pixel stands for. */
interface Interval {
  readonly start: number;
  readonly end: number;
}

function interval(index: number, length: number): Interval {
  const start = Math.floor((index * length) / SHAPE.picture);
  return { start, end: Math.max(Math.floor(((index + 1) * length) / SHAPE.picture), start + 1) };
}

function meanColour(
  pixels: Uint8Array,
  width: number,
  { rows, columns }: { rows: Interval; columns: Interval },
): [red: number, green: number, blue: number] {
  let [red, green, blue] = [0, 0, 0];
  for (let y = rows.start; y < rows.end; y += 1) {
    for (let at = (y * width + columns.start) * 3; at < (y * width + columns.end) * 3; at += 3) {
      red += pixels[at] ?? 0;
      green += pixels[at + 1] ?? 0;
      blue += pixels[at + 2] ?? 0;
    }
  }
  const full = 127.5 * (rows.end - rows.start) * (columns.end - columns.start);
  return [red / full - 1, green / full - 1, blue / full - 1];
}

function patchesOf(picture: Float32Array): Float32Array {
  const { picture: size, patch } = SHAPE;
  const perSide = size / patch;
  const patches = new Float32Array(picture.length);
  let at = 0;
  for (let index = 0; index < perSide * perSide; index += 1) {
    const top = Math.floor(index / perSide) * patch;
    const left = (index % perSide) * patch;
    for (let row = top; row < top + patch; row += 1) {
      const start = (row * size + left) * 3;
      patches.set(picture.subarray(start, start + patch * 3), at);
      at += patch * 3;
    }
  }
  return patches;
}

/** Each word's FNV-1a hash, cut to the table; shorter texts are filled up with word 0. */
function wordsOf(text: string): Int32Array {
  const words = new Int32Array(SHAPE.textTokens);
  const hashes = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(hashOf);
  words.set(hashes.slice(0, SHAPE.textTokens));
  return words;
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % SHAPE.vocabulary;
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
