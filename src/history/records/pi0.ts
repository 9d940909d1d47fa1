import type { HistoryMetric } from "../../contracts/history.ts";
import type { ComparedRun, RunResult } from "../../contracts/run-result.ts";
import { GATES, type Gate } from "../../contracts/verdict.ts";
import { betterOf, finiteInterval, metric } from "./metric.ts";

type Amount = number | "NaN" | "Infinity" | "-Infinity" | null;

/** Figures that are recorded beside the gated ones. */
const FIGURES: readonly { key: string; better: HistoryMetric["better"] }[] = [
  { key: "mapePercent", better: "lower" },
  { key: "wapePercent", better: "lower" },
  { key: "relativeL2", better: "lower" },
  { key: "cosine", better: "higher" },
  { key: "maxAbsolute", better: "lower" },
];

/** The figures of a comparison of action tensors; none where nothing was compared. */
export function pi0Metrics(run: RunResult): HistoryMetric[] {
  const times = latencyMetrics(run);
  if (!isCompared(run)) return [...run.gates.map(gateMetric), ...times];
  const figures = FIGURES.map(({ key, better }) => figureMetric(run, key, better));
  const gated = run.gates.map(gateMetric).map((gate) => withNoise(run, gate));
  const names = new Set(gated.map(({ key }) => key));
  const ungated = figures.filter(({ key }) => !names.has(key)).map((figure) => withNoise(run, figure));
  return [...gated, ...ungated, floorMetric(run), ...times];
}

/** Under what the figures were made, beside the stacks' environments. */
export function pi0Conditions(run: RunResult): Record<string, string> {
  const { settings, capsule } = run;
  return {
    policy: settings.policy,
    seed: String(settings.seed),
    observations: String(capsule.observations),
    noise: capsule.noiseSha256,
    ...(isCompared(run) && {
      "MAPE convention": run.mapeConvention,
      "action dimensions": String(run.actionDimensions.compared),
    }),
  };
}

function isCompared(run: RunResult): run is ComparedRun {
  return run.metrics !== null;
}

function figureMetric(run: ComparedRun, key: string, better: HistoryMetric["better"]): HistoryMetric {
  const value = run.metrics[key];
  const description = run.descriptions[key];
  const head = { key, label: description?.label ?? key, unit: description?.unit ?? "", better };
  if (typeof value === "number") return metric({ ...head, value });
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return metric({ ...head, value });
  const reason = run.metrics[`${key}Reason`];
  return metric({
    ...head,
    value: null,
    valueReason: typeof reason === "string" ? reason : "the run does not have it",
  });
}

function gateMetric(gate: Gate): HistoryMetric {
  return metric({
    key: gate.name,
    label: gate.label,
    unit: gate.unit,
    value: gate.value,
    ...(gate.value === null && { valueReason: gate.reason }),
    limit: { comparison: gate.comparison, value: gate.limit },
    better: betterOf(gate.comparison),
  });
}

/** The greatest of what the run knows of its own noise, its sampling interval, and the move that it tolerates. */
function withNoise(run: ComparedRun, figure: HistoryMetric): HistoryMetric {
  const floor = floorOf(run, figure.key);
  const { maxFloors } = run.settings.limits;
  const isMove = figure.key === "mapePercent" || figure.key === "wapePercent";
  return {
    ...figure,
    floor,
    interval95: intervalOf(run, figure.key),
    margin:
      isMove && floor !== null && floor.value > 0
        ? { value: maxFloors * floor.value, name: `${maxFloors} × ${floor.name}` }
        : null,
  };
}

const FLOOR_FIGURES: Record<string, "mapePercent" | "wapePercent" | "maxAbsolute"> = {
  [GATES.mape]: "mapePercent",
  wapePercent: "wapePercent",
  maxAbsolute: "maxAbsolute",
};

function floorOf(run: ComparedRun, key: string): HistoryMetric["floor"] {
  if (key === GATES.floors) return { value: 1, name: "rounding floor" };
  const figure = FLOOR_FIGURES[key];
  // The floors are measured with the cards' convention.
  if (figure === undefined || (figure === "mapePercent" && run.mapeConvention !== "naive")) return null;
  const { perturbation, baselineRepeat, candidateRepeat } = run.floors;
  const known = [
    { name: "perturbation floor", floor: perturbation },
    { name: "baseline's repeat floor", floor: baselineRepeat },
    { name: "candidate's repeat floor", floor: candidateRepeat },
  ].flatMap(({ name, floor }) => {
    const value: Amount = floor.wapePercent === null ? null : floor[figure];
    return typeof value === "number" ? [{ name, value }] : [];
  });
  return known.reduce<HistoryMetric["floor"]>(
    (most, one) => (most === null || one.value > most.value ? one : most),
    null,
  );
}

function intervalOf(run: ComparedRun, key: string): HistoryMetric["interval95"] {
  if (key === "wapePercent") return finiteInterval(run.intervals.wapePercent);
  return key === "mapePercent" && run.mapeConvention === "naive"
    ? finiteInterval(run.intervals.mapePercent)
    : null;
}

/** The floor itself is worth watching: a baseline that became more sensitive lets larger errors pass. */
function floorMetric({ floors }: ComparedRun): HistoryMetric {
  const { perturbation } = floors;
  const head = { key: "perturbationWapePercent", label: "perturbation floor (WAPE)", unit: "%" };
  return perturbation.wapePercent === null
    ? metric({ ...head, value: null, valueReason: perturbation.reason })
    : metric({ ...head, value: perturbation.wapePercent });
}

/**
 * Without the intervals that the run has: they are of one session's calls, and say nothing of what another night's load,
 * clocks and warm-up do.
 */
function latencyMetrics({ latency }: RunResult): HistoryMetric[] {
  const arms = (["baseline", "candidate"] as const).flatMap((role) => {
    const times = latency[role];
    if (times === null) return [];
    const label = `${role} latency, mean`;
    const key = `${role}LatencyMilliseconds`;
    return [metric({ key, label, unit: "ms", value: times.meanMilliseconds, better: "lower" })];
  });
  const ratio = latency.candidateOverBaseline;
  if (ratio === null) return arms;
  const head = { key: "latencyRatio", label: "latency, candidate / baseline", unit: "×" };
  return [...arms, metric({ ...head, value: ratio.ratio, better: "lower" })];
}
