import { PANEL } from "./curve-scale.ts";

/** Where the numbers of one of a panel's drawings stand, in pixels. */
export interface Frame {
  readonly top: number;
  readonly bottom: number;
  /** The number at the bottom and the one at the top. */
  readonly domain: readonly [number, number];
  readonly steps: number;
}

/** A curve over the steps, with a gap where a number is not finite. */
export function curvePath(values: ArrayLike<number>, frame: Frame): string {
  return stretches(Array.from(values, (value) => heightOf(value, frame)))
    .map((stretch) => (stretch.length === 1 ? `M${points(stretch, frame)}Z` : `M${points(stretch, frame)}`))
    .join("");
}

/** What lies between two numbers of each step. */
export function bandPath(
  band: readonly { readonly least: number; readonly greatest: number }[],
  frame: Frame,
): string {
  const lower = band.map(({ least }) => heightOf(least, frame));
  const upper = stretches(band.map(({ greatest }) => heightOf(greatest, frame)));
  return upper
    .map((above) => {
      const below = above.map(({ step }) => ({ step, height: lower[step] ?? 0 })).reverse();
      return `M${points([...above, ...below], frame)}Z`;
    })
    .join("");
}

/** From the top of the drawing downwards; in halves, since the whole may be more than a number holds. */
export function heightOf(value: number, { top, bottom, domain: [low, high] }: Omit<Frame, "steps">): number {
  return top + (bottom - top) * ((high / 2 - value / 2) / (high / 2 - low / 2));
}

export function placeOf(step: number, steps: number): number {
  const width = PANEL.width - PANEL.marginRight - PANEL.marginLeft;
  return PANEL.marginLeft + (width * step) / Math.max(1, steps - 1);
}

/** A hundredth of a pixel is enough. */
export function pixels(length: number): string {
  return String(Math.round(length * 100) / 100);
}

interface Point {
  readonly step: number;
  readonly height: number;
}

/** The finite numbers that follow one another. */
function stretches(heights: readonly number[]): Point[][] {
  const found: Point[][] = [];
  for (const [step, height] of heights.entries()) {
    if (!Number.isFinite(height)) continue;
    const last = found.at(-1);
    if (last?.at(-1)?.step === step - 1) last.push({ step, height });
    else found.push([{ step, height }]);
  }
  return found;
}

function points(stretch: readonly Point[], { steps }: Frame): string {
  return stretch.map(({ step, height }) => `${pixels(placeOf(step, steps))},${pixels(height)}`).join("L");
}
