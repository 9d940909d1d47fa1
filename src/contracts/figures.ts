/** A metric's value. `null` is "undefined here"; its reason stands under `<key>Reason`. */
export type FigureValue = number | string | null | readonly number[];

/** Metric values by the key that they have in `run.json`. */
export type Figures = Readonly<Record<string, FigureValue>>;

/** The number under a key, or `null` where the figure is absent or undefined. */
export function numberOf(figures: Figures, key: string): number | null {
  const value = figures[key];
  return typeof value === "number" ? value : null;
}
