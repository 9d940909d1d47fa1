import type { CardFigure, CardNote, CardRow, DifferenceDefinition } from "../card.ts";

/** The figure of a role, where the row has one with a value. */
export function figureOf(row: CardRow, role: CardFigure["role"]): KnownFigure | null {
  const figure = row.figures.find((one) => one.role === role);
  return figure !== undefined && isKnown(figure) ? figure : null;
}

export interface KnownFigure extends CardFigure {
  readonly value: number;
  readonly range: readonly [low: number, high: number];
}

export function isKnown(figure: CardFigure): figure is KnownFigure {
  return figure.value !== null && figure.range !== null;
}

interface Stated {
  readonly row: CardRow;
  readonly difference: KnownFigure;
  /** What the accuracies beside it give: points, and percent of the baseline. */
  readonly points: Range;
  readonly percent: Range | null;
}
type Range = readonly [low: number, high: number];

/**
 * The rows of a table that have a difference beside both accuracies tell by themselves what it means. Where all of them
 * agree with one meaning, it is theirs; each row that agrees with none is a note.
 */
export function settleDifferences(rows: readonly CardRow[]): { rows: CardRow[]; notes: CardNote[] } {
  const stated = rows.flatMap(statedOf);
  const meaning = meaningOf(stated);
  return {
    rows: rows.map((row) => {
      const isStated = stated.some((one) => one.row === row);
      return isStated && meaning !== null && row.definition?.meaning === "unknown"
        ? { ...row, definition: meaning }
        : row;
    }),
    notes: stated.flatMap((one) => (fitsPoints(one) || fitsPercent(one) ? [] : [mismatch(one)])),
  };
}

function statedOf(row: CardRow): Stated[] {
  const [baseline, candidate] = [figureOf(row, "baseline"), figureOf(row, "candidate")];
  const difference = figureOf(row, "difference");
  if (baseline === null || candidate === null || difference === null || row.quantity !== "accuracy")
    return [];
  const low = candidate.range[0] - baseline.range[1];
  const high = candidate.range[1] - baseline.range[0];
  const percent: Range | null =
    baseline.range[0] <= 0
      ? null
      : [
          (100 * low) / (low < 0 ? baseline.range[0] : baseline.range[1]),
          (100 * high) / (high < 0 ? baseline.range[1] : baseline.range[0]),
        ];
  return [{ row, difference, points: [100 * low, 100 * high], percent }];
}

function meaningOf(stated: readonly Stated[]): DifferenceDefinition | null {
  if (stated.length === 0) return null;
  const isSigned = stated.some(({ difference }) => difference.signed);
  const reason = "the accuracies beside it give it so";
  if (stated.every(fitsPoints)) return { meaning: "absolute points", isSigned, reason, line: null };
  if (stated.every(fitsPercent)) return { meaning: "percent of the baseline", isSigned, reason, line: null };
  return null;
}

function fitsPoints({ difference, points }: Stated): boolean {
  return fits(difference, points);
}

function fitsPercent({ difference, percent }: Stated): boolean {
  return percent !== null && fits(difference, percent);
}

/** Either way round where no sign is printed. */
function fits({ range, signed }: KnownFigure, [low, high]: Range): boolean {
  const straight = overlap(range, [low, high]);
  return straight || (!signed && overlap(range, [-high, -low]));
}

const SLACK = 1e-9;

export function overlap(a: Range, b: Range): boolean {
  return a[0] <= b[1] + SLACK && b[0] <= a[1] + SLACK;
}

function mismatch({ row, difference, points }: Stated): CardNote {
  const [low, high] = points.map((value) => Number(value.toFixed(3)));
  return {
    line: row.line,
    text: `${row.metric.raw}: the difference ${difference.raw} is not that of the accuracies beside it, ${low} to ${high} points`,
  };
}
