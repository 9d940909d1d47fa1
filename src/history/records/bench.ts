import type { BenchmarkResult, ComparedBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { HistoryLimit, HistoryMetric } from "../../contracts/history.ts";
import { halfWidth, metric } from "./metric.ts";

/** The figures of all benchmarks, each key beginning with its benchmark's name. */
export function benchMetrics(run: BenchRun): HistoryMetric[] {
  return run.benchmarks.flatMap((benchmark) =>
    isCompared(benchmark) ? comparedMetrics(benchmark, run) : [unscoredMetric(benchmark, run)],
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
        [`${name} extraction`, extraction],
        [`${name} sampling`, JSON.stringify(sampling)],
      ]),
    ),
  };
}

function isCompared(benchmark: BenchmarkResult): benchmark is ComparedBenchmark {
  return !("unscoredReason" in benchmark);
}

function unscoredMetric(
  benchmark: Exclude<BenchmarkResult, ComparedBenchmark>,
  run: BenchRun,
): HistoryMetric {
  return metric({
    ...deltaHead(benchmark),
    value: null,
    valueReason: benchmark.unscoredReason,
    limit: deltaLimit(run),
  });
}

function comparedMetrics(benchmark: ComparedBenchmark, run: BenchRun): HistoryMetric[] {
  const { name, cardName, deltaPoints, ci95Points, flips, lengthRatio, baseline, candidate } = benchmark;
  const { marginPoints } = run.settings.limits;
  const count = (key: string, label: string, value: number) =>
    metric({ key: `${name}.${key}`, label: `${cardName}, ${label}`, unit: "questions", value });
  return [
    metric({
      ...deltaHead(benchmark),
      value: deltaPoints,
      limit: deltaLimit(run),
      interval95: ci95Points,
      floor: halfWidth(ci95Points),
      margin: { value: marginPoints, name: "margin" },
    }),
    accuracyMetric(benchmark, "candidate", marginPoints),
    accuracyMetric(benchmark, "baseline", marginPoints),
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
  benchmark: ComparedBenchmark,
  role: "baseline" | "candidate",
  marginPoints: number,
): HistoryMetric {
  const { accuracy, accuracyInterval } = benchmark[role];
  return metric({
    key: `${benchmark.name}.${role}Accuracy`,
    label: `${benchmark.cardName}, ${role}`,
    unit: "",
    value: accuracy,
    ...(accuracy === null && { valueReason: `the ${role} answered no question` }),
    interval95: accuracyInterval,
    floor: halfWidth(accuracyInterval),
    margin: { value: marginPoints / 100, name: "margin" },
    better: "higher",
  });
}

/** The bound on the difference itself, where the policy has one. */
function deltaLimit({ settings }: BenchRun): HistoryLimit | null {
  const { policy, limits } = settings;
  if (policy === "equivalence") return { comparison: "within", value: limits.marginPoints };
  if (policy === "card") return { comparison: "within", value: limits.cardPoints };
  if (policy === "auto-evaluation") return { comparison: "within", value: limits.differencePoints };
  return policy === "flagrelease" ? { comparison: ">=", value: -limits.dropPoints } : null;
}
