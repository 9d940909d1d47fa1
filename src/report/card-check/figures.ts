import type { CardCheck, CardCheckRow } from "../../contracts/card-check-run.ts";
import { NO_FIGURE } from "../bench/figures.ts";

/** What a row of the card says, as it is printed there: `0.667 → 0.700`, or its one figure. */
export function statedText({ figures }: CardCheckRow): string {
  const raw = (role: string) => figures.find((figure) => figure.role === role)?.raw;
  const [baseline, candidate, difference] = [raw("baseline"), raw("candidate"), raw("difference")];
  if (baseline !== undefined || candidate !== undefined)
    return `${baseline ?? NO_FIGURE} → ${candidate ?? NO_FIGURE}${difference === undefined ? "" : ` (${difference})`}`;
  return figures.map((figure) => figure.raw).join(" · ");
}

/** What the run has for it, in the unit of the row: percent for accuracies. */
export function measuredText({ checks }: CardCheckRow): string {
  const value = (what: CardCheck["what"]) => checks.find((check) => check.what === what);
  const [baseline, candidate] = [value("baseline accuracy"), value("candidate accuracy")];
  if (baseline !== undefined || candidate !== undefined)
    return `${accuracy(baseline)} → ${accuracy(candidate)}`;
  const [only] = checks;
  return only === undefined ? NO_FIGURE : printValue(only.run.value, only.unit);
}

function accuracy(check: CardCheck | undefined): string {
  return check === undefined ? NO_FIGURE : printValue(check.run.value, check.unit);
}

/** Fractions as percent with two decimals at most; a MAPE with the four that cards give it. */
export function printValue(value: number | null, unit: CardCheck["unit"]): string {
  if (value === null) return NO_FIGURE;
  if (unit === "fraction") return `${trimmed(100 * value)} %`;
  return unit === "percent" ? `${trimmed(value, 4)} %` : `${signed(value)} points`;
}

export function printInterval(interval: readonly [number, number] | null, unit: CardCheck["unit"]): string {
  if (interval === null) return NO_FIGURE;
  const scale = unit === "fraction" ? 100 : 1;
  return interval.map((bound) => trimmed(scale * bound)).join(" to ");
}

/** Run − card: points for accuracies. */
export function printApart({ apart, unit }: CardCheck): string {
  if (apart === null) return NO_FIGURE;
  return unit === "percent"
    ? `${signed(apart)} %`
    : `${signed(unit === "fraction" ? 100 * apart : apart)} points`;
}

function trimmed(value: number, decimals = 2): string {
  return String(Number(value.toFixed(decimals))).replace("-", "−");
}

function signed(value: number): string {
  const text = trimmed(value);
  return value > 0 && text !== "0" ? `+${text}` : text;
}
