/** A number on an axis, as it is written there. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** About so many round numbers within the bounds. */
export function ticks([low, high]: readonly [number, number], about: number): Tick[] {
  return ticksOf([low, high], roundStep((high / 2 - low / 2) / (about / 2)));
}

/** The same with whole numbers alone. */
export function wholeTicks([low, high]: readonly [number, number], about: number): Tick[] {
  return ticksOf([low, high], Math.max(1, roundStep((high - low) / about)));
}

function ticksOf([low, high]: readonly [number, number], step: number): Tick[] {
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  if (!(count > 0 && Number.isFinite(count))) return [];
  return Array.from({ length: count }, (_, index) => {
    const value = (first + index) * step;
    return { value, label: labelOf(value, step) };
  });
}

/** 1, 2 or 5 times a power of ten: the one that is nearest, by its ratio. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const distance = (factor: number) => Math.abs(Math.log(step / (factor * power)));
  return power * [1, 2, 5, 10].reduce((best, factor) => (distance(factor) < distance(best) ? factor : best));
}

/** More digits than these leave no room for the drawing. */
const MOST_DECIMALS = 4;
const LARGEST = 100_000;

function labelOf(value: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const isLong = decimals > MOST_DECIMALS || Math.abs(value) >= LARGEST;
  const text = isLong ? shortExponent(value) : value.toFixed(decimals);
  return text.replaceAll("-", "−");
}

function shortExponent(value: number): string {
  return value === 0 ? "0" : String(Number(value.toPrecision(2)).toExponential());
}
