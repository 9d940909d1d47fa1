import { shareOf } from "../files/rounded-figure.ts";
import type { Named } from "./locate.ts";
import { type Row, readTable } from "./table.ts";

/** What VLMEvalKit reports for a whole split of a data set. */
export interface Total {
  /** `null` where the data set has no splits. */
  readonly split: string | null;
  readonly share: number;
  readonly questions: number | null;
}

/** Totals as the data sets' own evaluations lay them out; none where the layout is not known. */
export async function readTotals(files: readonly Named[]): Promise<Total[]> {
  for (const { path } of files) {
    const totals = totalsIn(await readTable(path));
    if (totals.length > 0) return totals;
  }
  return [];
}

function totalsIn(rows: readonly Row[]): Total[] {
  for (const layout of [byLine, bySplit, byName]) {
    const totals = layout(rows);
    if (totals.length > 0) return totals;
  }
  return [];
}

/** Multiple choice: a row for each split, `Overall` a share (of some data sets, a percentage; of POPE, F1 beside `acc`). */
function bySplit(rows: readonly Row[]): Total[] {
  return rows.flatMap((row) => {
    const value = numberIn(row["acc"] ?? row["Overall"] ?? row["总准确率"]);
    if (value === null) return [];
    const split = row["split"];
    const share = value > 1 ? shareOf(value) : value;
    if (share < 0 || share > 1) return [];
    const name = typeof split === "string" && !["", "none", "Overall"].includes(split) ? split : null;
    return [{ split: name, share, questions: null }];
  });
}

/** MathVista, MathVision, MM-Vet, ERQA: a row for each skill, one of them `Overall`, with a percentage. */
function byLine(rows: readonly Row[]): Total[] {
  const overall = rows.find((row) => row["split"] === undefined && Object.values(row).includes("Overall"));
  const value = numberIn(overall?.["acc"] ?? overall?.["Accuracy (%)"]);
  if (overall === undefined || value === null || value < 0 || value > 100) return [];
  return [{ split: null, share: shareOf(value), questions: numberIn(overall["tot"] ?? overall["Samples"]) }];
}

/** OCRBench: points of a thousand, and the same as a percentage. */
function byName([row = {}]: readonly Row[]): Total[] {
  const value = numberIn(row["Final Score Norm"]);
  return value === null || value < 0 || value > 100
    ? []
    : [{ split: null, share: shareOf(value), questions: null }];
}

function numberIn(cell: unknown): number | null {
  const number = typeof cell === "string" && cell.trim() !== "" ? Number(cell) : cell;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}
