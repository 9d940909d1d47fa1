/** The upper word of a ratio as the kernel scales it, a hair lower. */
export function ratioWord(ratio: number): number {
  scratch[0] = Math.max(0, ratio) * 1000;
  return scratchWords[HIGH] ?? 0;
}

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
