import { holm } from "../../../compare/accuracy/holm.ts";
import type { CardCheck, CardOutcome } from "../../../contracts/card-check-run.ts";
import type { OpenCheck } from "./open-check.ts";

/** Half-widths above which agreement says little; the cards' own bound for "no significant difference". */
export const WIDE_POINTS = 5;

/** The largest difference from the card that would still agree: half of the interval, in points; 0 where there is none. */
export function hiddenPoints({ apartInterval, unit }: Pick<CardCheck, "apartInterval" | "unit">): number {
  if (apartInterval === null) return 0;
  return ((apartInterval[1] - apartInterval[0]) / 2) * (unit === "fraction" ? 100 : 1);
}

/** Decides the checks of all rows together, since a p is adjusted for their number. */
export function settleChecks(rows: readonly (readonly OpenCheck[])[], alpha: number): CardCheck[][] {
  const tested = rows.flat().filter(isTested);
  const adjusted = holm(tested.map(({ p }) => p));
  const holmOf = new Map<OpenCheck, number>(tested.map((check, index) => [check, adjusted[index] ?? 1]));
  return rows.map((checks) => checks.map((check) => settled(check, holmOf.get(check) ?? null, alpha)));
}

function isTested(check: OpenCheck): check is OpenCheck & { p: number } {
  return check.p !== null;
}

function settled(check: OpenCheck, holmP: number | null, alpha: number): CardCheck {
  const { untold, remark, agreement, ...figures } = check;
  const outcome = outcomeOf(check, holmP, alpha);
  const words = untold ?? agreement ?? compared(check, holmP, outcome);
  const reason = [words, remark].filter((part) => part !== undefined && part !== "").join("; ");
  return { ...figures, holmP, outcome, reason };
}

function outcomeOf({ untold }: OpenCheck, holmP: number | null, alpha: number): CardOutcome {
  if (untold !== null) return "cannot tell";
  return holmP !== null && holmP < alpha ? "disagrees" : "agrees";
}

function compared(check: OpenCheck, holmP: number | null, outcome: CardOutcome): string {
  const { unit, apart, apartInterval } = check;
  if (apart === null || apartInterval === null) return "";
  const scale = unit === "fraction" ? 100 : 1;
  const name = unit === "percent" ? "%" : "points";
  const [low, high] = apartInterval.map((bound) => scale * bound) as [number, number];
  const figures = `${signed(scale * apart)} ${name} (${signed(low)} to ${signed(high)})`;
  if (outcome === "disagrees") return `run − card ${figures}, p ${printP(holmP)}`;
  const half = hiddenPoints(check);
  const weak = half > WIDE_POINTS ? `, which would hide up to ${half.toFixed(1)} ${name}` : "";
  return `run − card ${figures}: no more than two draws differ by chance${weak}`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return "0.00";
  return `${value < 0 ? "−" : "+"}${text}`;
}

function printP(p: number | null): string {
  if (p === null) return "unknown";
  return p < 0.0001 ? "< 0.0001" : String(Number(p.toPrecision(2)));
}
