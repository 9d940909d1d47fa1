import type { CardRow } from "../../../cards/card.ts";
import { matchBenchmark, type NameMatch } from "../../../cards/names/match.ts";
import type { AnyRun } from "../../../contracts/any-run.ts";
import type { BenchmarkResult } from "../../../contracts/bench-result.ts";
import type { CardCheck, CardCheckRow, CardOutcome } from "../../../contracts/card-check-run.ts";
import type { RunResult } from "../../../contracts/run-result.ts";
import { accuracyCheck } from "./accuracy-check.ts";
import { differenceChecks } from "./difference-check.ts";
import { figuresOfRow, whyNoFigure } from "./figures-of-row.ts";
import { mapeChecks } from "./mape-check.ts";
import type { OpenCheck } from "./open-check.ts";
import { settleChecks } from "./settle.ts";

export type CheckedRun = Extract<AnyRun, { kind: "pi0" | "bench" }>;
type Match = NameMatch<BenchmarkResult>;

/** A row with what the run has for it. */
interface OpenRow {
  readonly row: CardRow;
  readonly match: Match | null;
  readonly checks: readonly OpenCheck[];
  /** Why there is nothing to compare; "" where there is. */
  readonly nothing: string;
}

export interface RowSettings {
  readonly alpha: number;
  /** Benchmarks of the run by the names that the card has for them, given by hand. */
  readonly names: Readonly<Record<string, string>>;
}

/** Every row of a card beside the run's figures. */
export function checkRows(rows: readonly CardRow[], run: CheckedRun, settings: RowSettings): CardCheckRow[] {
  const open = rows.map((row) =>
    run.kind === "pi0" ? pi0Row(row, run) : benchRow(row, run.benchmarks, settings),
  );
  const settled = settleChecks(
    open.map(({ checks }) => checks),
    settings.alpha,
  );
  return open.map((row, index) => closed(row, settled[index] ?? []));
}

function pi0Row(row: CardRow, run: RunResult): OpenRow {
  const checks = mapeChecks(row, run);
  const nothing =
    row.quantity === "mape"
      ? whyNoFigure(row)
      : `the run compares action tensors and has no ${QUANTITIES[row.quantity]}`;
  return { row, match: null, checks, nothing: checks.length > 0 ? "" : nothing };
}

const QUANTITIES = {
  accuracy: "accuracy of benchmarks",
  difference: "accuracy of benchmarks",
  score: "scores",
  mape: "MAPE",
  speed: "speed of this kind",
} as const;

function benchRow(row: CardRow, benchmarks: readonly BenchmarkResult[], { names }: RowSettings): OpenRow {
  if (row.quantity === "mape" || row.quantity === "speed")
    return {
      row,
      match: null,
      checks: [],
      nothing: `a run of benchmarks has no ${QUANTITIES[row.quantity]}`,
    };
  const match = byHand(row, benchmarks, names) ?? matchBenchmark(row.metric, benchmarks);
  if (match === null) return { row, match, checks: [], nothing: "the run has no benchmark of this name" };
  if (row.quantity === "score")
    return {
      row,
      match,
      checks: [],
      nothing: `${row.metric.scale ?? "its measure"} is no share of right answers`,
    };
  const { benchmark } = match;
  if ("unscoredReason" in benchmark)
    return { row, match, checks: [], nothing: `the run did not score it: ${benchmark.unscoredReason}` };
  const figures = figuresOfRow(row);
  const accuracies = (["baseline", "candidate"] as const).flatMap((arm) => {
    const figure = figures[arm];
    return figure === null ? [] : [accuracyCheck(arm, figure, { row, benchmark })];
  });
  const checks = [...accuracies, ...differenceChecks(figures, { row, benchmark })];
  return { row, match, checks, nothing: checks.length > 0 ? "" : whyNoFigure(row) };
}

function byHand(
  { metric }: CardRow,
  benchmarks: readonly BenchmarkResult[],
  names: Readonly<Record<string, string>>,
): Match | null {
  const name = Object.hasOwn(names, metric.raw) ? names[metric.raw] : undefined;
  const benchmark = benchmarks.find((one) => one.name === name);
  return benchmark === undefined ? null : { benchmark, kind: "same", reason: "named by hand" };
}

function closed({ row, match, nothing }: OpenRow, checks: CardCheck[]): CardCheckRow {
  const { line, section, table, metric, quantity, figures, definition } = row;
  return {
    line,
    section,
    table,
    metric: metric.raw,
    shots: metric.shots,
    repeats: metric.repeats,
    quantity,
    figures,
    definition,
    benchmark: match && { name: match.benchmark.name, cardName: match.benchmark.cardName },
    match: match?.kind ?? null,
    matchReason: match?.reason ?? "",
    checks,
    ...concluded(checks, { match, nothing }),
  };
}

function concluded(
  checks: readonly CardCheck[],
  { match, nothing }: { match: Match | null; nothing: string },
): { outcome: CardOutcome; reason: string } {
  if (nothing !== "") return { outcome: "cannot tell", reason: nothing };
  if (match?.kind === "possible")
    return { outcome: "cannot tell", reason: `it may be about other questions: ${match.reason}` };
  const told = checks.filter(({ outcome }) => outcome !== "cannot tell");
  const [first] = told;
  if (first === undefined) return { outcome: "cannot tell", reason: checks[0]?.reason ?? "" };
  const against = told.filter(({ outcome }) => outcome === "disagrees");
  if (against.length === 0)
    return { outcome: "agrees", reason: told.map(({ reason }) => reason).at(-1) ?? "" };
  if (areReadings(checks) && against.length < told.length) {
    const fits = told.find(({ outcome }) => outcome === "agrees")?.what ?? "";
    return {
      outcome: "cannot tell",
      reason: `the card does not define its difference: it agrees as a ${fits} alone`,
    };
  }
  const baseline = against.find(({ what }) => what === "baseline accuracy");
  const hint =
    baseline === undefined ? "" : "; the baselines differ already, so look at how the questions were asked";
  return {
    outcome: "disagrees",
    reason: `${against.map(({ what, reason }) => `${what}: ${reason}`).join("; ")}${hint}`,
  };
}

/** Two readings of one printed difference. */
function areReadings(checks: readonly CardCheck[]): boolean {
  return checks.length === 2 && checks.some(({ what }) => what === "relative difference");
}
