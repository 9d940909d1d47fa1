import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type CsvCell, csvText } from "../../src/report/csv-text.ts";
import { anyCharacter } from "../support/any-character.ts";

/** The library's own way for every cell. */
function wholly(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return stringify([header, ...rows], {
    escape_formulas: true,
    cast: {
      number: (value) => ({ value: String(value), escape_formulas: false }),
      object: (value) => ({ value: String(value["figure"]), escape_formulas: false }),
    },
  });
}

const CELLS: CsvCell[] = [
  "",
  "plain",
  "a b.c_d:e;f(g)/h-i",
  "日本語",
  "a,b",
  'a"b',
  "a\nb",
  "a\r",
  "=1+1",
  "+1",
  "-1",
  "@sum",
  "\tx",
  " x",
  "x ",
  -1.5,
  0,
  1e300,
  Number.NaN,
  null,
  { figure: "-1.40%" },
];

it("gives the bytes that the library gives, for every pair of cells", () => {
  for (const one of CELLS)
    for (const other of CELLS)
      expect(csvText(["a", "b"], [[one, other]])).toBe(wholly(["a", "b"], [[one, other]]));
});

it("gives them for any text", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: anyCharacter }), fc.double(), fc.string()), { maxLength: 5 }),
      (rows) => {
        expect(csvText(["a", "b", "c"], rows)).toBe(wholly(["a", "b", "c"], rows));
      },
    ),
  );
});
