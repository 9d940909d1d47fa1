const UNICODE = { levels: "▁▂▃▄▅▆▇█", gap: "·" };
/** For terminals without Unicode: the more ink, the larger. */
const ASCII = { levels: "_.-=+*#@", gap: "?" };

/**
 * A line of blocks, one for each value, the lowest value at the bottom and the highest at the top; equal values stand
 * in the middle. Its scale is its own: it shows the course of a figure and not its size.
 *
 * @param values oldest first; `null` is a gap
 */
export function sparkline(values: readonly (number | null)[], { ascii }: { ascii: boolean }): string {
  const { levels, gap } = ascii ? ASCII : UNICODE;
  const known = values.filter((value) => value !== null);
  const low = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return values
    .map((value) => (value === null ? gap : levels[levelOf((value - low) / (high - low), levels.length)]))
    .join("");
}

/** @param share of the range; NaN where all values are the same */
function levelOf(share: number, levels: number): number {
  return Number.isNaN(share) ? levels / 2 - 1 : Math.min(levels - 1, Math.floor(share * levels));
}

/** What a gap looks like, for the legend. */
export function gapMark({ ascii }: { ascii: boolean }): string {
  return (ascii ? ASCII : UNICODE).gap;
}
