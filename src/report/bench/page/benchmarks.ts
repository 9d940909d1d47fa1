import type {
  BenchmarkResult,
  ComparedBenchmark,
  UnscoredBenchmark,
} from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import { cut } from "../../data-text.ts";
import type { PageSection } from "../../page/document.ts";
import { html, type Markup, type Value } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { type Column, type SortedCell, type TableRow, table } from "../../page/table.ts";
import { tag, VERDICT_TONES } from "../../page/tones.ts";
import { metricName } from "../card.ts";
import {
  comparedBenchmarks,
  isCompared,
  NO_FIGURE,
  printBounds,
  printFraction,
  printPlain,
  printProbability,
  printSigned,
} from "../figures.ts";
import { forestPlot } from "./forest.ts";

const LONGEST_NAME = 120;
const LONGEST_LABEL = 40;

/** What was found of each benchmark, in figures and drawn, with the reasons of each verdict. */
export function benchmarksSection(run: BenchRun): PageSection {
  return { id: "benchmarks", title: "Benchmarks", body: body(run) };
}

function body(run: BenchRun): Markup {
  if (run.benchmarks.length === 0) return html`<p>No benchmark was compared.</p>`;
  return html`${table({
    caption: `Accuracies and their difference, candidate − baseline; verdicts of the policy ${run.settings.policy}`,
    columns: columns(run),
    rows: run.benchmarks.map((benchmark) => row(benchmark, run)),
    isSortable: run.benchmarks.length > 1,
  })}
<p class="quiet">1 point is 1 % of the full score. Below an accuracy or a difference stands its 95 % interval (of a difference: that of paired questions); below the questions lost those gained; below p the one that Holm adjusts for the number of benchmarks. Equivalent: within ±${printPlain(run.settings.limits.marginPoints)} points, with the p of that test. Detectable: the smallest true difference in points that a test at 5 % finds four times out of five, at this n and these flips.</p>
${comparedBenchmarks(run).length === 0 ? null : forestPlot(run)}
<h3>Why each verdict</h3>
<ul>${run.benchmarks.map((benchmark) => reasonsItem(benchmark, run))}</ul>`;
}

function columns({ baseline, candidate }: BenchRun): Column[] {
  const number = (title: string, unit?: string): Column => ({
    title,
    isNumber: true,
    ...(unit !== undefined && { unit }),
  });
  return [
    { title: "benchmark" },
    { title: "verdict" },
    number(cut(baseline.label, LONGEST_LABEL)),
    number(cut(candidate.label, LONGEST_LABEL)),
    number("difference", "points"),
    number("n"),
    number("lost", "gained"),
    number("p", "Holm"),
    number("equivalent", "p"),
    number("detectable"),
  ];
}

function row(benchmark: BenchmarkResult, { benchmarks }: BenchRun): TableRow {
  const name = cut(metricName(benchmark, benchmarks), LONGEST_NAME);
  const verdict = tag(benchmark.verdict, VERDICT_TONES[benchmark.verdict]);
  const cells = isCompared(benchmark) ? comparedCells(benchmark) : unscoredCells(benchmark);
  return {
    cells: [name, { shown: verdict, sort: benchmark.verdict }, ...cells],
    ...(benchmark.verdict === "inconsistent" && { mark: "bad" }),
  };
}

function comparedCells(benchmark: ComparedBenchmark): (Value | SortedCell)[] {
  const { baseline, candidate, deltaPoints, ci95Points, n, flips, test, equivalence } = benchmark;
  return [
    figure(baseline.accuracy, printFraction(baseline.accuracy), fractions(baseline.accuracyInterval)),
    figure(candidate.accuracy, printFraction(candidate.accuracy), fractions(candidate.accuracyInterval)),
    figure(deltaPoints, printSigned(deltaPoints), printBounds(ci95Points)),
    n,
    figure(flips.lost, String(flips.lost), String(flips.gained)),
    figure(test.p, printProbability(test.p), printProbability(test.holmP)),
    figure(
      equivalence.p,
      equivalence.outcome === "equivalent" ? "yes" : "not shown",
      printProbability(equivalence.p),
    ),
    benchmark.smallestDetectablePoints.toFixed(2),
  ];
}

/** Totals have no more than accuracies and their difference; what was not scored has nothing. */
function unscoredCells({ totals }: UnscoredBenchmark): (Value | SortedCell)[] {
  const nothing = Array<string>(5).fill(NO_FIGURE);
  if (totals === undefined) return [NO_FIGURE, NO_FIGURE, NO_FIGURE, ...nothing];
  const { baseline, candidate, deltaPoints, ci95Points } = totals;
  const unpaired = ci95Points === null ? null : `${printBounds(ci95Points)} (unpaired)`;
  return [
    figure(baseline.accuracy, printFraction(baseline.accuracy), fractions(baseline.accuracyInterval)),
    figure(candidate.accuracy, printFraction(candidate.accuracy), fractions(candidate.accuracyInterval)),
    figure(deltaPoints, printSigned(deltaPoints), unpaired),
    ...nothing,
  ];
}

/** A figure with what belongs to it below. */
function figure(value: number | null, text: string, second: string | null): Value | SortedCell {
  if (value === null) return text;
  const below = second === null ? null : html`<br><span class="quiet">${second}</span>`;
  return { shown: html`${text}${below}`, sort: value };
}

function fractions(interval: readonly [number, number] | null): string | null {
  return interval === null ? null : interval.map(printFraction).join(" to ");
}

function reasonsItem(benchmark: BenchmarkResult, { benchmarks }: BenchRun): Markup {
  const reasons = isCompared(benchmark)
    ? benchmark.reasons
    : [...new Set([notScored(benchmark), ...benchmark.reasons])];
  const name = cut(metricName(benchmark, benchmarks), LONGEST_NAME);
  return html`<li><strong>${name}</strong>: ${benchmark.verdict}${reasons.map((reason) => html`; ${sentence(reason.replace(/\.$/, ""))}`)}.</li>
`;
}

function notScored({ totals, unscoredReason }: UnscoredBenchmark): string {
  return totals === undefined ? `not scored: ${unscoredReason}` : unscoredReason;
}
