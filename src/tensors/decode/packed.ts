type Values = Float32Array | Float64Array;

/** Two elements of 4 bits in a byte, the first in the lower bits. A target of odd length leaves out the last one. */
export function unpackNibbles(bytes: Uint8Array, table: Float32Array, target: Values): void {
  for (let i = 0; i < target.length; i += 1) {
    const pair = bytes[i >> 1] ?? 0;
    target[i] = table[i % 2 === 0 ? pair & 15 : pair >> 4] ?? 0;
  }
}

/** Four elements of 6 bits in three bytes, the first in the lowest bits. */
export function unpackSixBits(bytes: Uint8Array, table: Float32Array, target: Values): void {
  for (let i = 0, at = 0; i < target.length; i += 4, at += 3) {
    const four = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    const end = Math.min(4, target.length - i);
    for (let j = 0; j < end; j += 1) target[i + j] = table[(four >> (6 * j)) & 63] ?? 0;
  }
}
