import type { BenchmarkResult } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { type CardRow, type CardTables, cardTables } from "../bench/card.ts";
import { isCompared } from "../bench/figures.ts";
import { escapeData } from "../data-text.ts";
import { printAccuracy, printDifference } from "./figures.ts";
import { type AskedPlace, askedPlaceOf, type CardOptions, type CardStyle } from "./forms.ts";
import type { BenchGroup } from "./merge.ts";
import { cardTable } from "./table.ts";
import { knownVendorOf } from "./vendors.ts";
import { wordsOf } from "./words.ts";

const DIFFERENCE_DECIMALS = 2;
const PERCENT_DECIMALS = 2;
/** As the published cards of each form print fractions. */
const FRACTION_DECIMALS = { scores: 3, flagrelease: 4 } as const;

/** The table of one group of runs in one form. */
export function scoreSections(group: BenchGroup, style: CardStyle, options: CardOptions): string[] {
  const words = wordsOf(options.language);
  if (group.merged.benchmarks.length === 0) return [words.noBenchmark];
  return style === "difference"
    ? differenceTable(group, options)
    : accuracyTable(group, style === "flagrelease" ? "flagrelease" : "scores", options);
}

function differenceTable(group: BenchGroup, options: CardOptions): string[] {
  const words = wordsOf(options.language);
  const run = renamed(group, options.baselineName, options.candidateName);
  const place = askedPlaceOf(run, options.askedIn);
  const { differences, rows } = cardTables(run);
  const heading = place === "heading" ? differences.metrics : "Metrics";
  const reference = differences.difference.replace(/^Difference with /, "");
  const decimals = options.decimals ?? DIFFERENCE_DECIMALS;
  const table = cardTable(
    [heading.replace("Metrics", words.metrics), words.differenceWith(reference)],
    rows.map((row) => [
      withArrow(metricOf(row, place), options.arrows ?? true),
      printDifference(pointsOf(row.benchmark), options.sign, decimals),
    ]),
  );
  const [baseline, candidate] = [escapeData(run.baseline.label), escapeData(run.candidate.label)];
  return [table, words.differenceMeans(baseline, candidate, options.sign)];
}

function accuracyTable(
  group: BenchGroup,
  style: keyof typeof FRACTION_DECIMALS,
  options: CardOptions,
): string[] {
  const run = style === "flagrelease" ? asReleased(group, options) : asNamed(group, options);
  const { scores, rows }: CardTables = cardTables(run);
  const place = askedPlaceOf(run, options.askedIn);
  const unit = options.unit ?? "fraction";
  const decimals = options.decimals ?? (unit === "fraction" ? FRACTION_DECIMALS[style] : PERCENT_DECIMALS);
  return [
    cardTable(
      [wordsOf(options.language).metrics, scores.baseline, scores.candidate],
      rows.map((row) => [
        withArrow(metricOf(row, place), options.arrows ?? false),
        ...accuraciesOf(row.benchmark).map((accuracy) => printAccuracy(accuracy, unit, decimals)),
      ]),
    ),
  ];
}

/** The same run with the names that the card gives its stacks and its model. */
function renamed(
  { merged, model }: BenchGroup,
  baselineName: string | null,
  candidateName: string | null,
): BenchRun {
  return {
    ...merged,
    baseline: { ...merged.baseline, model, label: baselineName ?? merged.baseline.label },
    candidate: { ...merged.candidate, model, label: candidateName ?? merged.candidate.label },
  };
}

function asNamed(group: BenchGroup, { baselineName, candidateName }: CardOptions): BenchRun {
  return renamed(group, baselineName, candidateName);
}

function asReleased(group: BenchGroup, options: CardOptions): BenchRun {
  const { baseline, candidate } = group.merged;
  const { baselineName, candidateName, vendor } = options;
  return renamed(
    group,
    baselineName ?? `${knownVendorOf(baseline)}-Origin`,
    candidateName ?? `${vendor ?? knownVendorOf(candidate)}-FlagOS`,
  );
}

function metricOf({ metric, benchmark }: CardRow, place: AskedPlace): string {
  if (place !== "row") return metric;
  const { numFewshot, repeats } = benchmark;
  const name = metric.replace(/ avg@\d+$/, "");
  const shots = numFewshot === null || /shot/i.test(name) ? "" : ` ${numFewshot}-shot`;
  return `${name}${shots} avg@${repeats}`;
}

/** All benchmarks of the registry are shares of right answers or scores of which more is better. */
function withArrow(name: string, hasArrow: boolean): string {
  return hasArrow ? `${name} ↑` : name;
}

function pointsOf(benchmark: BenchmarkResult): number | null {
  return isCompared(benchmark) ? benchmark.deltaPoints : (benchmark.totals?.deltaPoints ?? null);
}

function accuraciesOf(benchmark: BenchmarkResult): (number | null)[] {
  const { baseline, candidate } = isCompared(benchmark) ? benchmark : (benchmark.totals ?? {});
  return [baseline?.accuracy ?? null, candidate?.accuracy ?? null];
}
