import type { DriftFinding } from "../contracts/drift.ts";
import type { HistoryMetric, HistoryRecord } from "../contracts/history.ts";
import { judgeMove } from "./judge-move.ts";

/**
 * How far each recorded figure is from the reference's, judged by what both runs state of their noise. The runs are
 * taken for independent: answers to the same questions tell more where both are at hand.
 */
export function metricMoves(reference: HistoryRecord, run: HistoryRecord): DriftFinding[] {
  const earlier = new Map(reference.metrics.map((metric) => [metric.key, metric]));
  const deciding = decidingKeys(run);
  const known = new Set(run.metrics.map(({ key }) => key));
  const gone = reference.metrics.filter(({ key }) => !known.has(key));
  return [
    ...run.metrics.map((metric) => moveOf(earlier.get(metric.key) ?? null, metric, deciding)),
    ...gone.map((metric) => goneMove(metric, decidingKeys(reference))),
  ];
}

/** Of a pi0 run its error in floors, or MAPE where no floor is known; of benchmarks the candidate's accuracies. */
function decidingKeys({ kind, metrics }: HistoryRecord): ReadonlySet<string> {
  if (kind === "bench")
    return new Set(metrics.map(({ key }) => key).filter((key) => key.endsWith(".candidateAccuracy")));
  if (kind !== "pi0") return new Set();
  const wape = metrics.find(({ key }) => key === "wapePercent");
  return new Set([wape?.margin ? "wapePercent" : "mapePercent"]);
}

function moveOf(
  reference: HistoryMetric | null,
  metric: HistoryMetric,
  deciding: ReadonlySet<string>,
): DriftFinding {
  const { key, label, unit } = metric;
  const margin = largerMargin(reference, metric);
  return judgeMove({
    key,
    label,
    unit,
    reference: numberIn(reference),
    value: numberIn(metric),
    missing: whyMissing(reference, metric),
    interval95: isSameFigure(reference, metric) ? null : moveInterval(reference, metric),
    noise: noiseWords(reference, metric),
    margin: margin?.value ?? null,
    decides: deciding.has(key),
  });
}

/** Equal shares of questions may be equal by chance; errors of tensors that are equal to the last digit are not. */
function isSameFigure(reference: HistoryMetric | null, { key, value }: HistoryMetric): boolean {
  return !/\.(\w+Accuracy|deltaPoints)$/.test(key) && reference?.value === value;
}

function goneMove(metric: HistoryMetric, deciding: ReadonlySet<string>): DriftFinding {
  const { key, label, unit } = metric;
  return judgeMove({
    ...{ key, label, unit, value: null, interval95: null, noise: "", margin: null },
    reference: numberIn(metric),
    missing: "this run does not have it",
    decides: deciding.has(key),
  });
}

/** A figure with its 95 % interval. */
type Measured = Pick<HistoryMetric, "value" | "interval95">;

function numberIn(metric: Pick<HistoryMetric, "value"> | null): number | null {
  return typeof metric?.value === "number" ? metric.value : null;
}

function whyMissing(reference: HistoryMetric | null, metric: HistoryMetric): string {
  if (typeof metric.value === "string") return `it is ${metric.value} in this run`;
  if (metric.value === null) return `this run has none: ${metric.valueReason ?? "no reason given"}`;
  if (typeof reference?.value === "string") return `it is ${reference.value} in the reference`;
  return `the reference has none${reference?.valueReason === undefined ? "" : `: ${reference.valueReason}`}`;
}

/**
 * Interval of a difference from the intervals of its two parts (G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008,
 * 1693–1702; for two proportions R. G. Newcombe's, ibid. 17, 1998, 873–890, method 10).
 */
export function moveInterval(
  reference: Measured | null,
  metric: Measured,
): [low: number, high: number] | null {
  if (reference === null) return null;
  const [from, to] = [numberIn(reference), numberIn(metric)];
  const [a, b] = [reference.interval95, metric.interval95];
  if (from === null || to === null || a === null || b === null) return null;
  const move = to - from;
  return [move - Math.hypot(to - b[0], a[1] - from), move + Math.hypot(b[1] - to, from - a[0])];
}

function noiseWords(reference: HistoryMetric | null, metric: HistoryMetric): string {
  const { floor, interval95 } = metric;
  const known =
    floor === null || floor.value === 0
      ? []
      : [`${floor.name} ${Number(floor.value.toPrecision(4))}${metric.unit === "" ? "" : ` ${metric.unit}`}`];
  if (interval95 !== null && reference?.interval95 != null)
    return ["both runs' 95 % intervals, taken for independent", ...known].join("; ");
  return ["the runs do not state how much of it is noise", ...known].join("; ");
}

/** The floors of two nights differ a little; a move is measured by the larger. */
function largerMargin(reference: HistoryMetric | null, { margin }: HistoryMetric): HistoryMetric["margin"] {
  const earlier = reference?.margin ?? null;
  if (margin === null || earlier === null) return margin ?? earlier;
  return earlier.value > margin.value ? earlier : margin;
}
