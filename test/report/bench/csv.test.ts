import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { BenchRun } from "../../../src/contracts/bench-run.ts";
import { REPORTERS } from "../../../src/report/index.ts";
import { tablesOf } from "../gfm.ts";
import { BENCH_RUNS, benchRun, hostileRun } from "./runs.ts";

interface Line {
  readonly section: string;
  readonly name: string;
  readonly figure: string;
  readonly value: string;
  readonly note: string;
}

/** By csv-parse, which refuses lines of another length than the header's. */
function linesOf(run: BenchRun): Line[] {
  return parse(REPORTERS.csv.render(run), { columns: true });
}

/** Names down, the wanted figures across, as a spreadsheet's pivot table has them. */
function pivot(run: BenchRun, section: string, figures: readonly string[]): string[][] {
  const lines = linesOf(run).filter((line) => line.section === section);
  return [...new Set(lines.map(({ name }) => name))].map((name) => [
    name,
    ...figures.map(
      (figure) => lines.find((line) => line.name === name && line.figure === figure)?.value ?? "none",
    ),
  ]);
}

function value(run: BenchRun, section: string, name: string, figure: string): string | undefined {
  return linesOf(run).find((line) => line.section === section && line.name === name && line.figure === figure)
    ?.value;
}

describe.each(BENCH_RUNS)("the CSV of %s", (_name, run) => {
  it("gives both of the card's tables back when it is pivoted", () => {
    const [scores, differences] = run.benchmarks.length === 0 ? [] : tablesOf(REPORTERS.md.render(run));
    const asInMarkdown = (rows: readonly (readonly string[])[] = []) =>
      rows.map((row) => row.map((cell) => cell.replace(/ ↑$|^\+|^-$/, "")));
    expect(pivot(run, "card", scores?.header.slice(1) ?? [])).toEqual(asInMarkdown(scores?.rows));
    expect(pivot(run, "cardDifference", differences?.header.slice(1) ?? [])).toEqual(
      asInMarkdown(differences?.rows),
    );
  });

  it("starts no formula, whatever its texts hold", () => {
    for (const text of ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]) {
      const cells = linesOf(hostileRun(run, text)).flatMap((line) => Object.values(line));
      const figures = /^-?\d+(\.\d+)?(e[+-]\d+)?%?$/;
      expect(cells.filter((cell) => /^[=+\-@\t\r＝]/.test(cell) && !figures.test(cell))).toEqual([]);
    }
  });
});

describe("beside the card's tables, the CSV", () => {
  const run = benchRun("bench-ernie");

  it("has n, interval and verdict for each row", () => {
    const figures = ["Difference with Nvidia-CUDA", "n", "ci95PointsLow", "ci95PointsHigh", "verdict"];
    expect(pivot(run, "cardDifference", figures)[0]).toEqual([
      ...["AIME", "3.33%", "30", "-5.468961", "11.718961", "inconclusive"],
    ]);
  });

  it("has every figure at full precision", () => {
    expect(value(run, "statistics", "mmlu", "deltaPoints")).toBe(String((211 / 14042) * 100));
    expect(value(run, "flips", "mmlu", "gained")).toBe("723");
    expect(value(run, "selfNoise", "mmlu", "baselineFlips")).toBe("88");
    expect(value(run, "categories", "mmlu/STEM", "n")).toBe("3021");
    expect(value(run, "policies", "aime24", "auto-evaluation")).toBe("inconsistent");
    expect(value(run, "settings", "", "marginPoints")).toBe("5");
    expect(value(run, "sampling", "mmlu", "stop")).toBe('["\\n\\nQuestion:"]');
  });

  it("leaves absent figures empty, with the reason beside them", () => {
    const lines = linesOf(run).filter(({ name }) => name === "livebench");
    expect(lines.find(({ figure }) => figure === "mcnemarP")).toMatchObject({
      value: "",
      note: expect.stringContaining("not simply right or wrong"),
    });
    const unscored = linesOf(benchRun("bench-minicpm-repeats")).find(
      ({ section, name }) => section === "card" && name.startsWith("MM-Vet"),
    );
    expect(unscored).toMatchObject({
      value: "",
      note: "not scored: no judge was given (--judge), and only a judge can score it",
    });
  });

  it("names a failure", () => {
    expect(linesOf(benchRun("bench-failed"))).toContainEqual(
      expect.objectContaining({
        figure: "status",
        value: "failed",
        note: "flagos did not become ready within 1800 s.",
      }),
    );
  });
});
