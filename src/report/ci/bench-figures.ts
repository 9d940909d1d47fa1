import type { BenchmarkResult } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { isCompared, NO_FIGURE, plural, printBounds, printFraction, printSigned } from "../bench/figures.ts";
import type { KeyFigures } from "./figures.ts";

/** A row for each benchmark. */
export function benchFigures(run: BenchRun): KeyFigures {
  const { benchmarks, settings, baseline, candidate } = run;
  return {
    header: [
      "benchmark",
      baseline.label,
      candidate.label,
      "points",
      "95 % interval",
      "n",
      "lost",
      "gained",
      "verdict",
    ],
    rows: benchmarks.toSorted((a, b) => URGENCY[a.verdict] - URGENCY[b.verdict]).map(rowOf),
    words: [0, 8],
    notes: [
      `${plural(benchmarks.length, "benchmark")}, policy ${settings.policy}, margin ±${settings.limits.marginPoints} points`,
    ],
  };
}

const URGENCY: Readonly<Record<Verdict, number>> = { inconsistent: 0, inconclusive: 1, consistent: 2 };

function rowOf(benchmark: BenchmarkResult): string[] {
  const { cardName, verdict } = benchmark;
  if (!isCompared(benchmark)) {
    const { totals } = benchmark;
    return [
      cardName,
      totals === undefined ? NO_FIGURE : printFraction(totals.baseline.accuracy),
      totals === undefined ? NO_FIGURE : printFraction(totals.candidate.accuracy),
      totals === undefined ? NO_FIGURE : printSigned(totals.deltaPoints),
      ...["not paired", "0", NO_FIGURE, NO_FIGURE],
      verdict,
    ];
  }
  const { baseline, candidate, deltaPoints, ci95Points, n, flips } = benchmark;
  return [
    cardName,
    printFraction(baseline.accuracy),
    printFraction(candidate.accuracy),
    printSigned(deltaPoints),
    printBounds(ci95Points),
    String(n),
    String(flips.lost),
    String(flips.gained),
    verdict,
  ];
}
