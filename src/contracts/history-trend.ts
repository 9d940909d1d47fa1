import type { HistoryKind, HistoryLimit, HistoryMetric, HistoryRecord, NamedAmount } from "./history.ts";

/** A condition that differs between two runs; `null` where a run does not state it. */
export interface ChangedCondition {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One run's value in a trend; `null` is a gap, with its reason. */
export interface TrendValue {
  readonly runId: string;
  readonly createdAt: string;
  readonly value: number | null;
  readonly reason?: string;
}

/** A place where a figure changed for longer than chance explains. */
export interface ChangePoint {
  /** Position, in the trend's values, of the first run after it. */
  readonly index: number;
  /** When that run was made. */
  readonly at: string;
  /** The runs next to it. */
  readonly before: string;
  readonly after: string;
  /** Medians of the values since the change before, and up to the next one. */
  readonly medianBefore: number;
  readonly medianAfter: number;
  /** Their difference, after − before. */
  readonly shift: number;
  /** The same in floors of the last run before it; `null` where no floor is known. */
  readonly shiftFloors: number | null;
  readonly p: number;
  readonly changed: readonly ChangedCondition[];
}

/** One figure over the runs of a series, oldest first. */
export interface MetricTrend {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly better: HistoryMetric["better"];
  readonly values: readonly TrendValue[];
  /** The latest run's; `null` where that run has none. */
  readonly last: number | null;
  /** Over the values there are; `null` where there are none. */
  readonly median: number | null;
  /** Median absolute deviation from the median. */
  readonly spread: number | null;
  /** As the latest run that has the figure states them. */
  readonly limit: HistoryLimit | null;
  readonly floor: NamedAmount | null;
  readonly changePoints: readonly ChangePoint[];
}

/** A run as a heading names it. */
export type RunMark = Pick<HistoryRecord, "runId" | "createdAt" | "verdict" | "status">;

/** All runs of one kind, suite and pair of stacks. */
export interface SeriesTrend {
  readonly kind: HistoryKind;
  readonly suite: string;
  readonly baseline: string;
  readonly candidate: string;
  /** In the history, and how many of them, the latest, are looked at here. */
  readonly runs: number;
  readonly shown: number;
  readonly first: RunMark;
  readonly last: RunMark;
  readonly blessed: (RunMark & { readonly at: string; readonly note: string | null }) | null;
  readonly metrics: readonly MetricTrend[];
}
