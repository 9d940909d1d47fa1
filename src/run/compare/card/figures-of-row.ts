import type { CardFigure, CardRow } from "../../../cards/card.ts";
import { figureOf, isKnown, type KnownFigure } from "../../../cards/notes/arithmetic.ts";

/** What a row says in figures, for the comparison. */
export interface RowFigures {
  readonly baseline: KnownFigure | null;
  readonly candidate: KnownFigure | null;
  readonly difference: KnownFigure | null;
}

export function figuresOfRow(row: CardRow): RowFigures {
  return {
    baseline: figureOf(row, "baseline"),
    candidate: figureOf(row, "candidate"),
    difference: figureOf(row, "difference"),
  };
}

/** Why a row has no figure that could be compared: its cells' reasons, each once. */
export function whyNoFigure({ figures }: CardRow): string {
  const reasons = figures.map(reasonOf).filter((reason) => reason !== "");
  return [...new Set(reasons)].join("; ");
}

function reasonOf(figure: CardFigure): string {
  if (!isKnown(figure)) return figure.valueReason ?? "";
  return figure.role === "unknown side" ? "the headings do not tell which stack it is of" : "";
}
