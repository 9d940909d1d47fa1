import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { REPORTERS } from "../../src/report/index.ts";
import { HOSTILE_TEXTS, hostileEverywhere, RUNS_OF_EVERY_KIND } from "./every-kind.ts";

/** What spreadsheets take for a formula, by its first character (OWASP's list). */
const FORMULAS = [
  "=1+1",
  "+1+1",
  "-1+cmd|' /C calc'!A0",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  '="a"',
  "＝1+1",
];

const NUMBER = /^-(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?%?|Infinity)$/;

describe.each(RUNS_OF_EVERY_KIND)("report.csv of %s", (_name, run) => {
  const cellsOf = (text: string): string[] =>
    (parse(REPORTERS.csv.render(hostileEverywhere(run, text))) as string[][]).flat();

  it.each(FORMULAS)("begins no cell as a formula: %j", (text) => {
    const cells = cellsOf(text);
    expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !NUMBER.test(cell))).toEqual([]);
    expect(cells.some((cell) => cell.includes(text.trim()))).toBe(true);
  });

  it.each(HOSTILE_TEXTS)("is parsed back, a line as long as the other: %s", (_what, text) => {
    expect(cellsOf(text).length).toBeGreaterThan(0);
  });

  it("keeps negative numbers as numbers", () => {
    const rows: string[][] = parse(REPORTERS.csv.render(run));
    expect(rows.flat().filter((cell) => /^'-[\d.]+(?:e-?\d+)?%?$/.test(cell))).toEqual([]);
  });
});
