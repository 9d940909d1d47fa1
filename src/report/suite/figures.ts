import type { PartFigure, PartRun } from "../../contracts/suite-run.ts";
import { printSigned } from "../bench/figures.ts";
import { printFixed } from "../numbers.ts";

const FIGURES_SHOWN = 3;

/** The verdict of a part that has one, or what became of it. */
export function outcomeWord({ status, verdict }: PartRun): string {
  return status === "complete" && verdict !== null ? verdict : status;
}

/** `MAPE 0.8900 %`, or `mmlu +1.00 points`; the first few, and how many more there are. */
export function figuresText({ figures }: PartRun): string {
  const shown = figures.slice(0, FIGURES_SHOWN).map(figureText);
  const more = figures.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

export function figureText({ label, value, unit }: PartFigure): string {
  if (value === null) return `${label} n/a`;
  return `${label} ${unit === "points" ? printSigned(value) : printFixed(value, 4)} ${unit}`;
}

/** Where a part's own report is, for a link from the suite's; `null` where it made none. */
export function linkTo({ folder }: PartRun, fileName: string): string | null {
  if (folder === null) return null;
  return `./${[...folder.split("/"), fileName].map(encodeURIComponent).join("/")}`;
}

/** `2 parts`, `1 part`. */
export function countOfParts(parts: readonly PartRun[]): string {
  return `${parts.length} part${parts.length === 1 ? "" : "s"}`;
}
