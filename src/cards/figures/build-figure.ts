import type { CardFigure, FigureRole, FigureUnit } from "../card.ts";
import type { TableCell } from "../tables/card-table.ts";
import type { Cell, NumberCell } from "./cell.ts";
import { roundingRange, scaled } from "./rounding.ts";

/** How a bare number of a cell is to be read. */
export interface Reading {
  readonly unit: FigureUnit;
  readonly reason: string;
}

export interface FigureParts {
  readonly cell: Cell;
  readonly at: TableCell;
  readonly role: FigureRole;
  readonly heading: string;
  /** For numbers without a percent sign. */
  readonly bare: Reading;
  /** What one printed percent is in the figure's `value`: 0.01 of a fraction, 1 of a difference. */
  readonly percentScale: number;
}

/** A figure, or the reason why there is none in its place; `null` for a cell that is no figure at all. */
export function buildFigure({ cell, at, ...parts }: FigureParts): CardFigure | null {
  if (cell.kind === "unreadable") return null;
  const { role, heading, bare } = parts;
  const head = { line: at.line, column: at.column, role, heading, raw: at.text };
  const nothing = { value: null, range: null, decimals: 0, signed: false, n: null, spread: null };
  if (cell.kind === "empty")
    return {
      ...head,
      ...nothing,
      unit: "unknown",
      unitReason: "there is no figure",
      valueReason: cell.reason,
    };
  if (cell.kind === "count") return { ...head, ...countFigure(cell) };
  const { unit, reason } = cell.hasPercentSign ? WITH_SIGN : bare;
  const printed = { decimals: cell.decimals, signed: cell.signed };
  if (unit === "unknown")
    return {
      ...head,
      ...nothing,
      ...printed,
      unit,
      unitReason: reason,
      valueReason: `its unit is unknown: ${reason}`,
    };
  const scale = scaleOf(unit, parts.percentScale);
  return { ...head, ...printed, ...numberFigure(cell, scale), unit, unitReason: reason };
}

const WITH_SIGN: Reading = { unit: "percent", reason: "it has a percent sign" };

function countFigure({ right, of }: Extract<Cell, { kind: "count" }>) {
  const value = right / of;
  const unit: FigureUnit = "count";
  return {
    unit,
    unitReason: "it is a count of right answers",
    value,
    range: [value, value] as const,
    decimals: 0,
    signed: false,
    n: of,
    spread: null,
  };
}

function numberFigure({ value, decimals, spread }: NumberCell, scale: number) {
  return {
    value: scaled(value, scale),
    // A bare 0 has lost its decimals, whatever they were: it is taken as it stands.
    range: value === 0 && decimals === 0 ? ([0, 0] as const) : roundingRange(value, decimals, scale),
    n: null,
    spread: spread === null ? null : scaled(spread, scale),
  };
}

function scaleOf(unit: FigureUnit, percentScale: number): number {
  if (unit === "percent") return percentScale;
  return unit === "fraction" ? percentScale * 100 : 1;
}
