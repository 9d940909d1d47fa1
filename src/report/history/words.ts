import type { HistoryLimit } from "../../contracts/history.ts";
import type { ChangedCondition } from "../../contracts/history-trend.ts";
import { cut, visible } from "../data-text.ts";

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
const LONGEST_VALUE = 32;

/** `candidate torch 2.10 → 2.11`, one a line; the rest only counted. */
export function changedLines(changed: readonly ChangedCondition[]): string[] {
  const lines = changed.slice(0, MOST_CHANGES).map(({ name, before, after }) => {
    const [from, to] = [before, after].map((value) =>
      value === null ? "none" : cut(visible(value), LONGEST_VALUE),
    );
    return `${cut(visible(name), LONGEST_VALUE)}: ${from} → ${to}`;
  });
  const more = changed.length - MOST_CHANGES;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}
