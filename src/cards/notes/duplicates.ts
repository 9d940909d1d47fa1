import type { CardNote, CardRow } from "../card.ts";
import { isKnown } from "./arithmetic.ts";

/** Rows of one table that say the same twice, contradict one another, or hold another row's figures. */
export function duplicateNotes(rows: readonly CardRow[]): CardNote[] {
  return rows.flatMap((row, index) => {
    const earlier = rows.slice(0, index).filter(({ table }) => table === row.table && table !== 0);
    const namesake = earlier.find((other) => nameOf(other) === nameOf(row));
    if (namesake !== undefined) return [namesakeNote(row, namesake)];
    const twin = earlier.find((other) => areTelling(row) && figuresOf(other) === figuresOf(row));
    return twin === undefined ? [] : [twinNote(row, twin)];
  });
}

function nameOf({ metric }: CardRow): string {
  return `${metric.key} ${metric.variant ?? ""} ${metric.shots ?? ""}`;
}

function figuresOf({ figures }: CardRow): string {
  return figures.map(({ role, value, raw }) => `${role} ${value ?? raw}`).join("|");
}

/** Two figures or more with digits enough that two benchmarks seldom share them. */
function areTelling({ figures }: CardRow): boolean {
  return (
    figures.length > 1 && figures.every((figure) => isKnown(figure) && significantDigits(figure.raw) > 2)
  );
}

function significantDigits(raw: string): number {
  return raw.replace(/\D/g, "").replace(/^0+|0+$/g, "").length;
}

function namesakeNote(row: CardRow, other: CardRow): CardNote {
  const text =
    figuresOf(row) === figuresOf(other)
      ? `${row.metric.raw} repeats the row of line ${other.line}`
      : `${row.metric.raw} contradicts the row of line ${other.line}: the same benchmark with other figures`;
  return { line: row.line, text };
}

function twinNote(row: CardRow, other: CardRow): CardNote {
  return {
    line: row.line,
    text: `${row.metric.raw} has the figures of ${other.metric.raw} in line ${other.line}: one of them may be mislabelled`,
  };
}
