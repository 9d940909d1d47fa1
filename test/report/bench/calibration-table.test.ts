import { expect, it } from "vitest";
import { type CalibrationRow, calibrationTable } from "../../../src/report/bench/calibration-table.ts";

const rows: CalibrationRow[] = [
  {
    benchmark: "GPQA-Diamond",
    n: 198,
    accuracy: 0.611,
    flipRate: 0.0707,
    policies: [
      { name: "equivalence", inconsistent: 0, inconclusive: 0.62 },
      { name: "flagrelease-relative", inconsistent: 0.214, inconclusive: 0.001 },
    ],
  },
  {
    benchmark: "中文考试\u001b[31m",
    n: 14042,
    accuracy: 0.773,
    flipRate: 0.006,
    policies: [{ name: "equivalence", inconsistent: 0.0004, inconclusive: 0.999 }],
  },
];

it("shows how often each policy would fail two identical stacks", () => {
  expect(calibrationTable(rows).split("\n")).toEqual([
    "How often each policy would fail two identical stacks",
    "",
    "                          n  accuracy  own flips     equivalence  flagrelease-relative",
    "  GPQA-Diamond          198     0.611      7.1 %    0.0 % (62 %)        21.4 % (< 1 %)",
    "  中文考试\\u{1b}[31m  14042     0.773      0.6 %  0.0 % (> 99 %)                     -",
    "",
    "  Share of runs judged inconsistent; in brackets those left inconclusive.",
  ]);
});

it("says so when there is nothing to show", () => {
  expect(calibrationTable([])).toBe(
    "How often each policy would fail two identical stacks: no benchmark was given.",
  );
});
