import type { DataRow } from "../../contracts/benchmark.ts";
import { lettersFor } from "../extraction/letters.ts";
import { rowProblem, textCell } from "./cells.ts";

/**
 * The letters that a list of options goes by.
 * @throws FvalidateError of kind `input` for more of them than there are letters
 */
export function labelsOf(row: DataRow, options: readonly string[]): string[] {
  if (options.length > 26) throw rowProblem(row, `has ${options.length} options; there are 26 letters`);
  return lettersFor(options);
}

/**
 * The letter of the right option.
 * @throws FvalidateError of kind `input` for one that no option has
 */
export function goldLetter(row: DataRow, column: string, labels: readonly string[]): string {
  const letter = textCell(row, column).replace(/^\((.)\)$/, "$1");
  if (!labels.includes(letter))
    throw rowProblem(row, `has the answer ${JSON.stringify(letter)}, not one of ${labels.join(", ")}`);
  return letter;
}
