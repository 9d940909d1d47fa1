import { type BenchmarkResult, type ComparedBenchmark, FLIP_CAUSES } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";

/** What stands where there is no figure, as in the cards. */
export const NO_FIGURE = "-";

/** What stands where there was something that nobody told. */
export const NOT_KNOWN = "not known";

/** @param value a fraction, printed with the cards' three decimals */
export function printFraction(value: number | null): string {
  return value === null ? NO_FIGURE : value.toFixed(3);
}

/** With its sign and a given number of decimals; what rounds to zero has none. */
export function printSigned(value: number | null, decimals = 2): string {
  if (value === null) return NO_FIGURE;
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "-" : "+"}${text}`;
}

/** @param bounds percentage points */
export function printBounds([low, high]: readonly [number, number]): string {
  return `${printSigned(low)} to ${printSigned(high)}`;
}

/** A p-value for a table. */
export function printProbability(p: number | null): string {
  if (p === null) return NO_FIGURE;
  return p < 1e-4 ? "< 0.0001" : p.toFixed(4);
}

/** @param share a fraction */
export function printShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A count, a mean or a limit as somebody would type it; `-` where it is absent. */
export function printPlain(value: number | null, decimals = 2): string {
  return value === null ? NO_FIGURE : String(Number(value.toFixed(decimals)));
}

export function isCompared(benchmark: BenchmarkResult): benchmark is ComparedBenchmark {
  return !("unscoredReason" in benchmark);
}

export function comparedBenchmarks({ benchmarks }: BenchRun): ComparedBenchmark[] {
  return benchmarks.filter(isCompared);
}

/** Causes of flips in the order of the contract; others behind them. */
export function flipCausesOf(benchmarks: readonly ComparedBenchmark[]): string[] {
  const known: readonly string[] = FLIP_CAUSES;
  const found = new Set(benchmarks.flatMap(({ flipCauses }) => Object.keys(flipCauses)));
  return [
    ...known.filter((cause) => found.has(cause)),
    ...[...found].filter((cause) => !known.includes(cause)),
  ];
}

export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
