import { CAMERAS, type PolicyInput } from "../../contracts/policy.ts";
import type { Picture } from "../../support/picture.ts";
import { SHAPE } from "./shape.ts";

/** An input as numbers, the same for every backend. */
export interface EncodedInput {
  /** [patches, patch × patch × 3], in [−1, 1] */
  readonly patches: Float32Array;
  /** [1, 32], zero padded */
  readonly state: Float32Array;
  /** Rows of the word table, one for each of the text's tokens. */
  readonly words: Int32Array;
}

/** Plain arithmetic on purpose: what differs between two stacks must come from their kernels alone. */
export function encodeInput(input: PolicyInput): EncodedInput {
  const pictures = CAMERAS.map((camera) => patchesOf(shrink(input.images[camera])));
  const state = new Float32Array(SHAPE.maximumState);
  state.set(input.state.slice(0, SHAPE.maximumState));
  return { patches: concatenate(pictures), state, words: wordsOf(input.instruction) };
}

/** The means of equal boxes of pixels, [32, 32, 3] in [−1, 1]. */
function shrink({ width, height, pixels }: Picture): Float32Array {
  const size = SHAPE.picture;
  const small = new Float32Array(size * size * 3);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const box = {
        top: Math.floor((row * height) / size),
        bottom: Math.max(Math.floor(((row + 1) * height) / size), Math.floor((row * height) / size) + 1),
        left: Math.floor((column * width) / size),
        right: Math.max(Math.floor(((column + 1) * width) / size), Math.floor((column * width) / size) + 1),
      };
      small.set(meanColour(pixels, width, box), (row * size + column) * 3);
    }
  }
  return small;
}

function meanColour(
  pixels: Uint8Array,
  width: number,
  box: { top: number; bottom: number; left: number; right: number },
): number[] {
  const sums = [0, 0, 0];
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let x = box.left; x < box.right; x += 1) {
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        sums[channel] = (sums[channel] ?? 0) + (pixels[at + channel] ?? 0);
      }
    }
  }
  const count = (box.bottom - box.top) * (box.right - box.left);
  return sums.map((sum) => sum / count / 127.5 - 1);
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
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
