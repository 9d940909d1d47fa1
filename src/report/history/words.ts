import type { HistoryLimit } from "../../contracts/history.ts";
import type { ChangedCondition } from "../../contracts/history-trend.ts";
import { displayWidth } from "../columns.ts";
import { cut, visible } from "../data-text.ts";

/** Text that somebody else wrote, harmless and no wider than so many columns of a terminal, the cut told by `…`. */
export function fitted(text: string, columns: number): string {
  const harmless = visible(text);
  if (displayWidth(cut(harmless, columns)) <= columns) return cut(harmless, columns);
  let most = columns;
  while (most > 0 && displayWidth(cut(harmless, most)) > columns) most -= 1;
  return cut(harmless, most);
}

/** Four digits, without trailing zeros; small and large numbers keep their exponent. */
export function figure(value: number | null): string {
  return value === null ? "none" : minus(String(Number(value.toPrecision(4))));
}

export function signedFigure(value: number): string {
  return value > 0 ? `+${figure(value)}` : figure(value);
}

/** A minus sign, which a hyphen is not. */
function minus(text: string): string {
  return text.replace(/^-/, "−");
}

const SIGNS: Record<HistoryLimit["comparison"], string> = {
  "<=": "≤",
  ">=": "≥",
  "<": "<",
  ">": ">",
  "=": "=",
  within: "±",
};

export function limitWords({ comparison, value }: HistoryLimit): string {
  return `${SIGNS[comparison]}${comparison === "within" ? "" : " "}${figure(value)}`;
}

/** Date and minute in UTC, as the run ids have them. */
export function minuteOf(createdAt: string): string {
  return createdAt.slice(0, 16).replace("T", " ");
}

const MOST_CHANGES = 6;
/** With six columns before them, two such values and their name fill 80. */
const NAME_COLUMNS = 24;
const VALUE_COLUMNS = 21;

/** `candidate torch: 2.10 → 2.11`, one a line; the rest only counted. */
export function changedLines(changed: readonly ChangedCondition[]): string[] {
  const value = (text: string | null) => (text === null ? "none" : fitted(text, VALUE_COLUMNS));
  const lines = changed
    .slice(0, MOST_CHANGES)
    .map(({ name, before, after }) => `${fitted(name, NAME_COLUMNS)}: ${value(before)} → ${value(after)}`);
  const more = changed.length - MOST_CHANGES;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}
