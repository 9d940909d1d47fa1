import { readFileSync } from "node:fs";
// Which yargs brings: the width of texts as somebody else counts it.
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { BenchRun } from "../../../src/contracts/bench-run.ts";
import { runResultSchema } from "../../../src/contracts/run-result.ts";
import { terminalSummary } from "../../../src/report/pi0/terminal-summary.ts";
import { type Paint, summaryOf } from "../../../src/report/terminal-summary.ts";
import { BENCH_RUNS, benchRun } from "./runs.ts";

const plain: Paint = { verdict: (word) => word, warning: (text) => text };
const coloured: Paint = {
  verdict: (word) => `\u001b[31m${word}\u001b[39m`,
  warning: (text) => `\u001b[33m${text}\u001b[39m`,
};

function linesOf(run: BenchRun, paint = plain): string[] {
  return summaryOf(run, "reports/x/report.md", paint).split("\n");
}

/** The lines of the table, its heading included. */
function tableOf(run: BenchRun): string[] {
  const lines = linesOf(run);
  const start = lines.findIndex((line) => line.includes("95 % interval"));
  return lines.slice(start, lines.indexOf("", start));
}

describe("the ten-second summary", () => {
  const ernie = benchRun("bench-ernie");

  it("has verdict, reasons, a line for each benchmark, what would decide, sizes and the report's path", () => {
    expect(linesOf(ernie)).toEqual([
      "  INCONCLUSIVE    4 of 5 benchmarks agree within 5 points; AIME is too small to tell",
      "    - AIME: the 90 % interval (-4.09 to +10.34 points) is wider than the margin of 5 points.",
      "    - MMLU: +1.50 points, p < 0.0001: real, within the margin.",
      "",
      "              CUDA  FlagOS  points  95 % interval        n  lost  gained",
      "  AIME       0.667   0.700   +3.33  −5.47 to +11.72     30     0       1  inconclusive",
      "  GPQA       0.669   0.669   +0.08  −1.61 to +1.77    1192    52      53  consistent",
      "  LiveBench  0.685   0.690   +0.50  −0.72 to +1.72    1000    31      36  consistent",
      "  MMLU       0.773   0.788   +1.50  +1.01 to +1.99   14042   512     723  consistent, the difference is real",
      "  MUSR       0.724   0.710   −1.32  −2.85 to +0.21     756    22      12  consistent",
      "",
      "  AIME would be decided by 198 questions (30 are published) or 7 repeats",
      "",
      "  5 benchmarks · 17020 questions × 1 repeat · policy equivalence, margin ±5 points",
      "  CUDA against itself flips 215 of 16020 answers, against FlagOS 1375",
      "  reports/x/report.md",
    ]);
  });

  it("puts warnings first and keeps reasons to itself where all is well", () => {
    const consistent = linesOf(benchRun("bench-consistent-predictions"));
    expect(consistent[0]).toMatch(/^ {2}WARNING {2}The baseline was not asked a second time/);
    expect(consistent.some((line) => line.startsWith("    - "))).toBe(false);
    expect(consistent).toContain("  the baseline was not asked twice, so its own flips are unknown");
  });

  it.each(BENCH_RUNS.filter(([, { benchmarks }]) => benchmarks.length > 0))(
    "aligns the columns of %s",
    (_name, run) => {
      const [header = "", ...rows] = tableOf(run);
      expect(rows).toHaveLength(run.benchmarks.length);
      // Figures end where their heading ends, whatever is wide before them.
      const end = stringWidth(header.slice(0, header.indexOf("gained") + "gained".length));
      rows.forEach((row, index) => {
        const before = row.slice(0, row.lastIndexOf(`  ${run.benchmarks[index]?.verdict}`));
        expect(stringWidth(before), row).toBe(end);
        expect(stringWidth(row)).toBeLessThanOrEqual(120);
      });
    },
  );

  it("says what was not scored, and why", () => {
    const lines = linesOf(benchRun("bench-minicpm-repeats"));
    expect(lines.find((line) => line.startsWith("  MM-Vet v2  "))).toMatch(
      /- +- +- {2}not scored +0 +- +- {2}inconclusive$/,
    );
    expect(lines).toContain(
      "  MM-Vet v2 was not scored: no judge was given (--judge), and only a judge can score it",
    );
  });

  it("says so when nothing was compared", () => {
    expect(linesOf(benchRun("bench-failed"))).toContain("  nothing compared");
  });

  it("gives a colour no column", () => {
    const withColours = linesOf(benchRun("bench-inconsistent"), coloured);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are the colours.
    const without = withColours.map((line) => line.replace(/\u001b\[\d+m/g, ""));
    expect(without).toEqual(linesOf(benchRun("bench-inconsistent")));
    expect(withColours.join("\n")).toContain("\u001b[31minconsistent\u001b[39m");
  });

  it("cuts names and sentences that are too long", () => {
    const long = "x".repeat(10_000);
    const run = { ...ernie, reasons: [long], baseline: { ...ernie.baseline, label: long } };
    expect(Math.max(...linesOf(run).map((line) => line.length))).toBeLessThan(320);
  });
});

it("a run of pi0 keeps its own summary", () => {
  const file = new URL("../../../fixtures/runs/pi0-h200.json", import.meta.url);
  const run = runResultSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  expect(summaryOf(run, "report.md", plain)).toBe(terminalSummary(run, "report.md", plain));
});
