import type { ComparedBenchmark } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import { cut } from "../../data-text.ts";
import type { Highlight } from "../../page/page-head.ts";
import { VERDICT_TONES } from "../../page/tones.ts";
import { metricName } from "../card.ts";
import { comparedBenchmarks, plural, printBounds, printPlain, printSigned } from "../figures.ts";

const LONGEST_NAME = 60;

/** The figures that a person looks for first; none where nothing was compared. */
export function highlights(run: BenchRun): Highlight[] {
  const compared = comparedBenchmarks(run);
  const [furthest] = compared.toSorted(
    (one, other) => Math.abs(other.deltaPoints) - Math.abs(one.deltaPoints),
  );
  if (furthest === undefined) return [];
  return [consistent(run), difference(furthest, run), flips(compared)];
}

function consistent({ benchmarks, settings, verdict }: BenchRun): Highlight {
  const count = benchmarks.filter((benchmark) => benchmark.verdict === "consistent").length;
  return {
    label: "consistent benchmarks",
    value: `${count} of ${benchmarks.length}`,
    beside: `policy ${settings.policy}`,
    tone: VERDICT_TONES[verdict],
  };
}

function difference(furthest: ComparedBenchmark, { benchmarks, settings }: BenchRun): Highlight {
  const name = cut(metricName(furthest, benchmarks), LONGEST_NAME);
  return {
    label: benchmarks.length === 1 ? "difference" : "greatest difference",
    value: `${printSigned(furthest.deltaPoints)} points`,
    beside: `${name}, 95 % ${printBounds(furthest.ci95Points)}; margin ±${printPlain(settings.limits.marginPoints)}`,
    tone: VERDICT_TONES[furthest.verdict],
  };
}

function flips(compared: readonly ComparedBenchmark[]): Highlight {
  const sum = (countOf: (benchmark: ComparedBenchmark) => number) =>
    compared.reduce((total, benchmark) => total + countOf(benchmark), 0);
  return {
    label: "questions flipped",
    value: `${sum((benchmark) => benchmark.flips.lost)} lost, ${sum((benchmark) => benchmark.flips.gained)} gained`,
    beside: `of ${plural(
      sum(({ n }) => n),
      "question",
    )} that both answered`,
  };
}
