import type { Blessing, HistoryMetric, HistoryRecord } from "../contracts/history.ts";
import type {
  ChangePoint,
  MetricTrend,
  RunMark,
  SeriesTrend,
  TrendValue,
} from "../contracts/history-trend.ts";
import { changePoints } from "./change-points.ts";
import { changedConditions } from "./conditions.ts";
import type { History } from "./fold.ts";
import { seriesKey } from "./records.ts";
import { median, medianAbsoluteDeviation } from "./robust.ts";

export interface TrendOptions {
  /** How many runs of each series to look at, the latest. */
  readonly last: number;
  /** Of the permutations. */
  readonly seed: number;
  /** Which figures to follow. */
  readonly wants: (metric: HistoryMetric, kind: HistoryRecord["kind"]) => boolean;
}

/** Every series of a history, in the order in which they began. */
export function trendsOf(
  { runs, blessings }: Pick<History, "runs" | "blessings">,
  options: TrendOptions,
): SeriesTrend[] {
  const series = new Map<string, HistoryRecord[]>();
  for (const run of runs) {
    const key = seriesKey(run);
    series.set(key, [...(series.get(key) ?? []), run]);
  }
  return [...series.values()].flatMap((records) => seriesTrend(records, blessings, options));
}

function seriesTrend(
  records: readonly HistoryRecord[],
  blessings: readonly Blessing[],
  options: TrendOptions,
): SeriesTrend[] {
  const shown = records.slice(-options.last);
  const first = shown[0];
  const last = shown.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    {
      kind: last.kind,
      suite: last.suite,
      baseline: last.baseline.stack,
      candidate: last.candidate.stack,
      runs: records.length,
      shown: shown.length,
      first: markOf(first),
      last: markOf(last),
      blessed: latestBlessed(records, blessings),
      metrics: metricKeys(shown, options).map((key) => metricTrend(key, shown, options.seed)),
    },
  ];
}

function markOf({ runId, createdAt, verdict, status }: HistoryRecord): RunMark {
  return { runId, createdAt, verdict, status };
}

function latestBlessed(
  records: readonly HistoryRecord[],
  blessings: readonly Blessing[],
): SeriesTrend["blessed"] {
  const known = new Map(records.map((record) => [record.runId, record]));
  const latest = blessings.findLast(({ runId }) => known.has(runId));
  const record = latest && known.get(latest.runId);
  if (latest === undefined || record === undefined) return null;
  return { ...markOf(record), at: latest.at, note: latest.note };
}

/** In the order of the latest run that has them; those that only earlier runs have come behind. */
function metricKeys(records: readonly HistoryRecord[], { wants }: TrendOptions): string[] {
  const keys = [...records]
    .reverse()
    .flatMap(({ kind, metrics }) => metrics.filter((metric) => wants(metric, kind)).map(({ key }) => key));
  return [...new Set(keys)];
}

interface Point {
  readonly record: HistoryRecord;
  readonly metric: HistoryMetric | null;
  readonly value: TrendValue;
}

function metricTrend(key: string, records: readonly HistoryRecord[], seed: number): MetricTrend {
  const points = records.map((record) => pointOf(record, key));
  const latest = points.findLast(({ metric }) => metric !== null)?.metric;
  if (latest === undefined || latest === null) throw new RangeError(`no run has ${key}`);
  const known = points.flatMap(({ value }) => (value.value === null ? [] : [value.value]));
  return {
    key,
    label: latest.label,
    unit: latest.unit,
    better: latest.better,
    values: points.map(({ value }) => value),
    last: points.at(-1)?.value.value ?? null,
    median: median(known),
    spread: medianAbsoluteDeviation(known),
    limit: latest.limit,
    floor: latest.floor,
    changePoints: changesOf(points, seed),
  };
}

function pointOf(record: HistoryRecord, key: string): Point {
  const metric = record.metrics.find((one) => one.key === key) ?? null;
  const { runId, createdAt } = record;
  const reason = whyGap(record, metric);
  if (reason !== null) return { record, metric, value: { runId, createdAt, value: null, reason } };
  return { record, metric, value: { runId, createdAt, value: Number(metric?.value) } };
}

/** Half a run's figures are of other questions than a whole one's. */
function whyGap({ status }: HistoryRecord, metric: HistoryMetric | null): string | null {
  if (status !== "complete") return `the run was ${status === "failed" ? "a failed one" : "interrupted"}`;
  if (metric === null) return "the run does not have it";
  if (metric.value === null) return metric.valueReason ?? "the run does not have it";
  return typeof metric.value === "number" ? null : `it is ${metric.value}`;
}

function changesOf(all: readonly Point[], seed: number): ChangePoint[] {
  const points = all.map((point, index) => ({ ...point, index })).filter(({ value }) => value.value !== null);
  const values = points.map(({ value }) => value.value ?? 0);
  const found = changePoints(values, seed);
  return found.flatMap(({ index, p }, i) => {
    const before = points[index - 1];
    const after = points[index];
    if (before === undefined || after === undefined) return [];
    const medianBefore = median(values.slice(found[i - 1]?.index ?? 0, index)) ?? 0;
    const medianAfter = median(values.slice(index, found[i + 1]?.index)) ?? 0;
    const shift = medianAfter - medianBefore;
    const floor = before.metric?.floor?.value ?? 0;
    return [
      {
        index: after.index,
        at: after.value.createdAt,
        before: before.value.runId,
        after: after.value.runId,
        medianBefore,
        medianAfter,
        shift,
        shiftFloors: floor > 0 ? shift / floor : null,
        p,
        changed: changedConditions(before.record.conditions, after.record.conditions),
      },
    ];
  });
}
