import type { BenchmarkResult, ComparedBenchmark, UnscoredBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { HistoryLimit, HistoryMetric } from "../../contracts/history.ts";
import { halfWidth, metric } from "./metric.ts";

/** The figures of all benchmarks, each key beginning with its benchmark's name. */
export function benchMetrics(run: BenchRun): HistoryMetric[] {
  return run.benchmarks.flatMap((benchmark) =>
    isCompared(benchmark) ? comparedMetrics(benchmark, run) : unscoredMetrics(benchmark, run),
  );
}

/** Under what the accuracies were made, beside the stacks' environments. */
export function benchConditions(run: BenchRun): Record<string, string> {
  const { settings, benchmarks, baseline, candidate } = run;
  return {
    policy: settings.policy,
    seed: String(settings.seed),
    repeats: String(settings.repeats),
    ...(settings.judge !== null && { judge: settings.judge }),
    ...(baseline.model !== null && { "baseline model": baseline.model }),
    ...(candidate.model !== null && { "candidate model": candidate.model }),
    ...Object.fromEntries(
      benchmarks.flatMap(({ name, data, template, extraction, sampling }) => [
        [`${name} questions`, String(data.asked)],
        [`${name} template`, template],
        ...(extraction === null ? [] : [[`${name} extraction`, extraction] as const]),
        ...(sampling === null ? [] : [[`${name} sampling`, JSON.stringify(sampling)] as const]),
      ]),
    ),
  };
}

function isCompared(benchmark: BenchmarkResult): benchmark is ComparedBenchmark {
  return !("unscoredReason" in benchmark);
}

/** Outputs that hold no more than totals still have a difference and two accuracies. */
function unscoredMetrics(benchmark: UnscoredBenchmark, run: BenchRun): HistoryMetric[] {
  const { totals, unscoredReason } = benchmark;
  const head = { ...deltaHead(benchmark), limit: deltaLimit(run) };
  if (totals === undefined) return [metric({ ...head, value: null, valueReason: unscoredReason })];
  const { deltaPoints: value, ci95Points: interval95 } = totals;
  return [
    metric({ ...head, ...intervalParts(interval95), value, margin: marginOf(run, 1) }),
    accuracyMetric(benchmark, "candidate", totals.candidate, run),
    accuracyMetric(benchmark, "baseline", totals.baseline, run),
  ];
}

function comparedMetrics(benchmark: ComparedBenchmark, run: BenchRun): HistoryMetric[] {
  const { name, cardName, deltaPoints, ci95Points, flips, lengthRatio, baseline, candidate } = benchmark;
  const count = (key: string, label: string, value: number) =>
    metric({ key: `${name}.${key}`, label: `${cardName}, ${label}`, unit: "questions", value });
  return [
    metric({
      ...deltaHead(benchmark),
      value: deltaPoints,
      limit: deltaLimit(run),
      ...intervalParts(ci95Points),
      margin: marginOf(run, 1),
    }),
    accuracyMetric(benchmark, "candidate", candidate, run),
    accuracyMetric(benchmark, "baseline", baseline, run),
    count("lost", "lost", flips.lost),
    count("gained", "gained", flips.gained),
    count("errors", "failed requests", baseline.errors + candidate.errors),
    ...(lengthRatio === null
      ? []
      : [
          metric({
            key: `${name}.lengthRatio`,
            label: `${cardName}, length`,
            unit: "×",
            value: lengthRatio.ratio,
          }),
        ]),
  ];
}

function deltaHead({ name, cardName }: BenchmarkResult) {
  return { key: `${name}.deltaPoints`, label: `${cardName}, difference`, unit: "points" };
}

/** Fractions, as everywhere in results. */
function accuracyMetric(
  { name, cardName }: BenchmarkResult,
  role: "baseline" | "candidate",
  arm: Pick<ComparedBenchmark["baseline"], "accuracy" | "accuracyInterval">,
  run: BenchRun,
): HistoryMetric {
  return metric({
    key: `${name}.${role}Accuracy`,
    label: `${cardName}, ${role}`,
    unit: "",
    value: arm.accuracy,
    ...(arm.accuracy === null && { valueReason: `the ${role} answered no question` }),
    ...intervalParts(arm.accuracyInterval),
    margin: marginOf(run, 100),
    better: "higher",
  });
}

function intervalParts(interval95: HistoryMetric["interval95"]): Pick<HistoryMetric, "interval95" | "floor"> {
  return { interval95, floor: halfWidth(interval95) };
}

/** @param pointsPerUnit 100 for figures that are fractions */
function marginOf({ settings }: BenchRun, pointsPerUnit: number): HistoryMetric["margin"] {
  return { value: settings.limits.marginPoints / pointsPerUnit, name: "margin" };
}

/** The bound on the difference itself, where the policy has one. */
function deltaLimit({ settings }: BenchRun): HistoryLimit | null {
  const { policy, limits } = settings;
  if (policy === "equivalence") return { comparison: "within", value: limits.marginPoints };
  if (policy === "card") return { comparison: "within", value: limits.cardPoints };
  if (policy === "auto-evaluation") return { comparison: "within", value: limits.differencePoints };
  return policy === "flagrelease" ? { comparison: ">=", value: -limits.dropPoints } : null;
}
