import { type CardTable, transposed } from "../tables/card-table.ts";
import { parseCell } from "./cell.ts";
import { type Sides, sidesOf } from "./sides.ts";

/** What a table holds; `null` for one without figures of an evaluation. */
export type TableKind =
  | { readonly kind: "scores"; readonly table: CardTable; readonly sides: Sides }
  | { readonly kind: "performance"; readonly table: CardTable };

const PERFORMANCE =
  /speed[\s_-]*up|computing power|throughput|latency|tokens?\s*\/\s*s|\bTTFT\b|\bTPOT\b|aceleraci|加速比|吞吐/i;
const METRICS = /metric|benchmark|data\s*set|\btasks?\b|evaluation|指标|评测|任务|数据集/i;

/** Which figures a table holds, told by its headings and, where the stacks stand below one another, by its rows' names. */
export function kindOf(table: CardTable): TableKind | null {
  if (!hasFigures(table)) return null;
  if (isPerformance(table)) return { kind: "performance", table };
  const sides = sidesOf(valueHeadings(table));
  if (isTold(sides)) return { kind: "scores", table, sides };
  const turned = transposed(table);
  const turnedSides = sidesOf(valueHeadings(turned));
  if (isTold(turnedSides) && turnedSides.roles.length === 2)
    return { kind: "scores", table: turned, sides: turnedSides };
  const isUntold = METRICS.test(table.headings[0]?.text ?? "") && sides.roles.length === 2;
  if (isUntold || holdsMape(table)) return { kind: "scores", table, sides };
  return null;
}

function isTold({ roles }: Sides): boolean {
  return roles.some((role) => role !== "unknown side");
}

function valueHeadings({ headings }: CardTable): string[] {
  return headings.slice(1).map(({ text }) => text);
}

/** A table with a figure or a placeholder somewhere behind its names; tables of versions and paths have none. */
function hasFigures({ rows }: CardTable): boolean {
  return rows.some(({ cells }) =>
    cells.slice(1).some(({ text }) => text !== "" && parseCell(text).kind !== "unreadable"),
  );
}

function isPerformance({ headings, rows }: CardTable): boolean {
  const names = rows.flatMap(({ cells }) => cells.slice(0, 1));
  return [...headings, ...names].some(({ text }) => PERFORMANCE.test(text));
}

function holdsMape({ headings, rows }: CardTable): boolean {
  return headings.length === 2 && rows.some(({ cells }) => /^MAPE\b/i.test(cells[0]?.text ?? ""));
}
