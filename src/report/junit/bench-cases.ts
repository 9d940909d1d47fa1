import type { ArmScores, BenchmarkResult, ComparedBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import {
  isCompared,
  plural,
  printBounds,
  printFraction,
  printProbability,
  printSigned,
} from "../bench/figures.ts";
import { caseOfVerdict, type JudgedCase } from "./case.ts";

/** One case for each benchmark. */
export function benchCases(run: BenchRun): JudgedCase[] {
  return run.benchmarks.map((benchmark) => benchmarkCase(benchmark, run));
}

function benchmarkCase(benchmark: BenchmarkResult, run: BenchRun): JudgedCase {
  const { name, verdict, reasons } = benchmark;
  if (!isCompared(benchmark)) return unscoredCase(name, benchmark.unscoredReason, run);
  const message = reasons.join("; ");
  const figures = [...figureLines(benchmark, run), ...reasons];
  if (verdict === "inconclusive" && exceedsBudget(benchmark, run.settings.limits.errorBudget))
    return { name, outcome: "error", type: "requests failed", message, figures };
  return caseOfVerdict(verdict, { name, message, figures });
}

/** Nothing was scored: because the run ended too early, or because there is nothing to score with. */
function unscoredCase(name: string, reason: string, { status }: BenchRun): JudgedCase {
  return status === "complete"
    ? { name, outcome: "skipped", type: "not scored", message: reason, figures: [] }
    : { name, outcome: "error", type: status, message: reason, figures: [] };
}

function exceedsBudget({ baseline, candidate }: ComparedBenchmark, errorBudget: number): boolean {
  return [baseline, candidate].some((arm) => {
    const asked = arm.scored + (arm.truncated ?? 0) + arm.unparsed + arm.errors;
    return asked > 0 && arm.errors / asked > errorBudget;
  });
}

function figureLines(benchmark: ComparedBenchmark, run: BenchRun): string[] {
  const { baseline, candidate, deltaPoints, ci95Points, n, flips, test, selfNoise } = benchmark;
  return [
    armLine(run.baseline.label, baseline),
    armLine(run.candidate.label, candidate),
    `difference ${printSigned(deltaPoints)} points, 95 % interval ${printBounds(ci95Points)}, ${plural(n, "question")}`,
    `flips: ${flips.lost} lost, ${flips.gained} gained; ${test.method}: p ${printProbability(test.p)}, Holm-adjusted ${printProbability(test.holmP)}`,
    ...(selfNoise === null
      ? []
      : [
          `the baseline against itself flips ${selfNoise.baselineFlips} of ${selfNoise.n}, the candidate ${selfNoise.candidateFlips}`,
        ]),
  ];
}

function armLine(
  label: string,
  { accuracy, correct, scored, truncated, unparsed, errors }: ArmScores,
): string {
  const counts = [
    `${scored} scored`,
    ...(truncated === null ? [] : [`${truncated} truncated`]),
    `${unparsed} unparsed`,
    `${errors} errors`,
  ];
  return `${label}: accuracy ${printFraction(accuracy)}, ${Number(correct.toFixed(2))} correct of ${counts.join(", ")}`;
}
