import type { HistoryMetric } from "../../contracts/history.ts";
import type { Comparison } from "../../contracts/verdict.ts";

/** What every metric has; the rest is absent unless it is given. */
type MetricParts = Pick<HistoryMetric, "key" | "label" | "unit" | "value"> & Partial<HistoryMetric>;

/** A metric without limit, floor, interval and margin unless they are given. */
export function metric(parts: MetricParts): HistoryMetric {
  return { limit: null, floor: null, interval95: null, margin: null, better: "neither", ...parts };
}

/** An interval as a metric holds it: `null` where an end is not finite. */
export function finiteInterval(
  interval: readonly [number | string, number | string] | null,
): HistoryMetric["interval95"] {
  if (interval === null) return null;
  const [low, high] = interval;
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}

/** Half of an interval, as the floor of what it belongs to. */
export function halfWidth(interval: HistoryMetric["interval95"]): HistoryMetric["floor"] {
  return interval === null
    ? null
    : { value: (interval[1] - interval[0]) / 2, name: "half of the 95 % interval" };
}

/** Which way a figure that a gate bounds gets better. */
export function betterOf(comparison: Comparison): HistoryMetric["better"] {
  if (comparison === "=") return "neither";
  return comparison === "<=" || comparison === "<" ? "lower" : "higher";
}
