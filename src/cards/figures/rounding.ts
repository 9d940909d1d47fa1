/** What a printed number can have been before it was rounded to its decimals. */
export function roundingRange(value: number, decimals: number, scale = 1): readonly [number, number] {
  const half = 0.5 * 10 ** -decimals;
  return [scaled(value - half, scale), scaled(value + half, scale)];
}

/** A product without the last digits' noise: 70 · 0.01 is 0.7. Printed figures have far fewer than 15 digits. */
export function scaled(value: number, scale: number): number {
  return Number((value * scale).toPrecision(15));
}
