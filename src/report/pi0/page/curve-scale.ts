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

/** The vertical extent of a panel's actions: some room above and below, and more than nothing. */
export function actionDomain(range: readonly [number, number] | null): readonly [number, number] {
  if (range === null) return [-1, 1];
  const [least, greatest] = range;
  const room = greatest > least ? (greatest - least) * 0.05 : Math.max(Math.abs(least), 1) * 0.05;
  return [least - room, greatest + room];
}

/** The same for differences, zero in the middle. */
export function errorDomain(most: number): readonly [number, number] {
  return most > 0 ? [-most * 1.08, most * 1.08] : [-1, 1];
}
