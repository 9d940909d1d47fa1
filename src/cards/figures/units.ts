import type { FigureUnit } from "../card.ts";
import type { Cell, NumberCell } from "./cell.ts";

/** In which unit a row's bare numbers are printed, and why. */
export interface RowUnit {
  readonly unit: Extract<FigureUnit, "fraction" | "percent" | "unknown">;
  readonly reason: string;
}

/** How close two figures of one row have to be for one of them to look like the other one in another unit. */
const ALIKE = 2;

/**
 * The unit of each row's bare numbers. The cards mix fractions and percent, within one table too, so each row speaks for
 * itself first: a number above 1 makes it percent. Only where all are 1 or less do the table's other rows decide.
 */
export function unitsOfRows(rows: readonly (readonly Cell[])[]): RowUnit[] {
  const alone = rows.map((cells) => unitOfRow(bareNumbers(cells)));
  return alone.map((unit, index) => {
    if (unit !== "1 or less") return unit;
    const others = alone.flatMap((other, at) =>
      at !== index && typeof other !== "string" && other.unit === "percent"
        ? bareNumbers(rows[at] ?? [])
        : [],
    );
    return smallNumbers(bareNumbers(rows[index] ?? []), others);
  });
}

function bareNumbers(cells: readonly Cell[]): NumberCell[] {
  return cells.filter((cell) => cell.kind === "number").filter((cell) => !cell.hasPercentSign);
}

function unitOfRow(numbers: readonly NumberCell[]): RowUnit | "1 or less" {
  const sizes = numbers.map(({ value }) => Math.abs(value));
  const largest = Math.max(0, ...sizes);
  if (numbers.length === 0) return { unit: "unknown", reason: "the row has no bare number" };
  if (largest === 0) return { unit: "fraction", reason: "0 is 0 in every unit" };
  if (largest > 100) return { unit: "unknown", reason: "a number above 100 is no share" };
  if (largest <= 1) return "1 or less";
  const small = sizes.filter((size) => size > 0 && size <= 1);
  const doubtful = small.some((size) => 100 * size < ALIKE * largest && 100 * size > largest / ALIKE);
  if (doubtful) {
    return {
      unit: "unknown",
      reason: "one number of the row looks like a fraction and another one like percent",
    };
  }
  return { unit: "percent", reason: "a number of the row is above 1" };
}

/** Fractions, unless the table's other rows are percent and these are printed alike: then 0.45 may be 0.45 %. */
function smallNumbers(numbers: readonly NumberCell[], percents: readonly NumberCell[]): RowUnit {
  if (percents.length === 0) return { unit: "fraction", reason: "no number of the row is above 1" };
  const decimals = Math.max(...numbers.map((number) => number.decimals));
  const theirs = Math.max(...percents.map((number) => number.decimals));
  if (decimals > theirs && decimals >= 3) {
    return {
      unit: "fraction",
      reason: `no number of the row is above 1, and it has ${decimals} decimals where rows in percent have ${theirs}`,
    };
  }
  return {
    unit: "unknown",
    reason: "no number of the row is above 1, but other rows of the table are percent",
  };
}
