import { type ScaleLinear, scaleLinear } from "d3-scale";

/** Both drawings of a panel, in pixels. The page's script draws other observations into the same frame. */
export const PANEL = {
  width: 250,
  height: 112,
  errorHeight: 74,
  marginLeft: 44,
  marginRight: 6,
  marginTop: 8,
  marginBottom: 8,
  errorMarginBottom: 20,
} as const;

/** Where the steps and the numbers of one of a panel's drawings stand, in pixels. */
export interface Frame {
  /** From the left. */
  readonly x: ScaleLinear<number, number>;
  /** From the top. */
  readonly y: ScaleLinear<number, number>;
}

/** The first step at the left, the last at the right. */
export function stepScale(steps: number): Frame["x"] {
  return scaleLinear([0, Math.max(1, steps - 1)], [PANEL.marginLeft, PANEL.width - PANEL.marginRight]);
}

/** The domain's greatest number at the top; what is outside of the domain stands at its edge. */
export function heightScale(
  domain: readonly [number, number],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): Frame["y"] {
  return scaleLinear(domain, [bottom, top]).clamp(true);
}

/** Beyond these the extent of a domain, or the ticks within it, would be more or less than a double holds. */
const GREATEST = Number.MAX_VALUE / 4;
const LEAST_EXTENT = 1e-300;

/** The vertical extent of a panel's actions: some room above and below, and more than nothing. */
export function actionDomain(range: readonly [number, number] | null): readonly [number, number] {
  if (range === null) return [-1, 1];
  const least = Math.max(-GREATEST, Math.min(GREATEST, range[0]));
  const greatest = Math.max(-GREATEST, Math.min(GREATEST, range[1]));
  const extent = greatest - least;
  const room = extent > LEAST_EXTENT ? extent * 0.05 : Math.max(Math.abs(least), 1) * 0.05;
  return [least - room, greatest + room];
}

/** The same for differences, zero in the middle. */
export function errorDomain(most: number): readonly [number, number] {
  if (!(most > 0)) return [-1, 1];
  const high = Math.min(GREATEST, Math.max(LEAST_EXTENT, most)) * 1.08;
  return [-high, high];
}
