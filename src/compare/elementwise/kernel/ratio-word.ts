/** The upper word of a ratio as the kernel scales it, a hair lower. */
export function ratioWord(ratio: number): number {
  scratch[0] = Math.max(0, ratio) * 1000;
  return scratchWords[HIGH] ?? 0;
}

/** A bound of the ratios whose upper word, as the kernel scales them, is that or a smaller one. */
export function ratioAbove(word: number): number {
  if (word >= INFINITE) return Number.POSITIVE_INFINITY;
  scratchWords[HIGH] = word + 1;
  scratchWords[1 - HIGH] = 0;
  return (scratch[0] ?? 0) / 1000;
}

/** The upper word of infinity. */
const INFINITE = 0x7ff00000;
const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
