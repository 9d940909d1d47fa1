import type {
  CardFigure,
  CardQuantity,
  CardRow,
  DifferenceDefinition,
  FigureRole,
  MetricName,
  Unread,
} from "../card.ts";
import { parseMetricName } from "../names/metric-name.ts";
import type { CardTable, TableCell, TableRow } from "../tables/card-table.ts";
import { buildFigure, type Reading } from "./build-figure.ts";
import { type Cell, parseCell } from "./cell.ts";
import type { Sides } from "./sides.ts";
import { type RowUnit, unitsOfRows } from "./units.ts";

export interface ReadRows {
  readonly rows: readonly CardRow[];
  readonly unread: readonly Unread[];
}

interface Parsed {
  readonly row: TableRow;
  readonly metric: MetricName;
  readonly cells: readonly {
    readonly at: TableCell;
    readonly cell: Cell;
    readonly role: FigureRole;
    readonly heading: string;
  }[];
}

/** The rows of a table of accuracies, of differences or of both. */
export function scoreRows(table: CardTable, { roles }: Sides, definition: DifferenceDefinition): ReadRows {
  const parsed = table.rows
    .filter(({ cells }) => (cells[0]?.text ?? "") !== "")
    .map((row) => parseRow(table, row, roles));
  const units = unitsOfRows(
    parsed.map(({ cells }) => cells.filter(({ role }) => role !== "difference").map(({ cell }) => cell)),
  );
  const differences = parsed.flatMap(({ cells }) => cells.filter(({ role }) => role === "difference"));
  const column = differenceReading(differences.map(({ cell }) => cell));
  return {
    rows: parsed.flatMap((row, index) => {
      const unit = units[index] ?? { unit: "unknown", reason: "the row has no number" };
      return cardRow({ table, row, unit, column, definition });
    }),
    unread: parsed.flatMap(unreadOf),
  };
}

function parseRow(table: CardTable, row: TableRow, roles: Sides["roles"]): Parsed {
  const metric = parseMetricName(row.cells[0]?.text ?? "", table.headings[0]?.text ?? "");
  const isMape = metric.key === "mape";
  const cells = row.cells.slice(1).map((at, index) => ({
    at,
    cell: parseCell(at.text),
    role: isMape ? ("mape" as const) : (roles[index] ?? "unknown side"),
    heading: table.headings[index + 1]?.text ?? "",
  }));
  return { row, metric, cells };
}

/** A column of differences is in percent or points where one of them has the sign or is above 1. */
function differenceReading(cells: readonly Cell[]): Reading {
  const numbers = cells.filter((cell) => cell.kind === "number");
  if (numbers.some(({ hasPercentSign }) => hasPercentSign))
    return { unit: "percent", reason: "other differences of the column have a percent sign" };
  if (numbers.some(({ value }) => Math.abs(value) > 1))
    return { unit: "percent", reason: "a difference of the column is above 1" };
  return { unit: "unknown", reason: "no difference of the column is above 1 or has a percent sign" };
}

function cardRow(of: {
  table: CardTable;
  row: Parsed;
  unit: RowUnit;
  column: Reading;
  definition: DifferenceDefinition;
}): CardRow[] {
  const { table, row, unit } = of;
  const quantity = quantityOf(row);
  const figures = row.cells.flatMap(({ cell, at, role, heading }): CardFigure[] => {
    const isDifference = role === "difference";
    const bare = isDifference ? differenceUnit(unit, of.column) : bareReading(quantity, unit);
    const percentScale = isDifference || quantity !== "accuracy" ? 1 : 0.01;
    const figure = buildFigure({ cell, at, role, heading, bare, percentScale });
    return figure === null ? [] : [figure];
  });
  if (figures.length === 0) return [];
  const definition = figures.some(({ role }) => role === "difference") ? of.definition : null;
  return [
    {
      line: row.row.line,
      quantity,
      metric: row.metric,
      section: table.section,
      table: table.number,
      figures,
      definition,
    },
  ];
}

function quantityOf({ metric, cells }: Parsed): CardQuantity {
  if (metric.key === "mape") return "mape";
  if (cells.every(({ role }) => role === "difference")) return "difference";
  return metric.scale !== null || /[↓⬇▼]/.test(metric.raw) ? "score" : "accuracy";
}

function bareReading(quantity: CardQuantity, unit: RowUnit): Reading {
  if (quantity === "mape")
    return { unit: "unknown", reason: "a MAPE without a percent sign may be a fraction" };
  if (quantity === "score") return { unit: "score", reason: "its measure has a scale of its own" };
  return unit;
}

/** Differences stand in the unit of the accuracies beside them. */
function differenceUnit(unit: RowUnit, column: Reading): Reading {
  if (column.unit !== "unknown" || unit.unit === "unknown") return column;
  return { unit: unit.unit, reason: `the accuracies beside it are: ${unit.reason}` };
}

function unreadOf({ row, cells }: Parsed): Unread[] {
  const unreadable = cells.flatMap(({ at, cell }) =>
    cell.kind === "unreadable"
      ? [{ line: at.line, column: at.column, raw: at.text, reason: cell.reason }]
      : [],
  );
  const surplus = row.surplus
    .filter(({ text }) => text !== "")
    .map(({ line, column, text }) => ({ line, column, raw: text, reason: "its column has no heading" }));
  return [...unreadable, ...surplus];
}
