import { dot, link, tickX } from "@observablehq/plot";
import type { RunResult } from "../../../contracts/run-result.ts";
import { printFixed } from "../../numbers.ts";
import { CHART_WIDTH, chart } from "../../page/chart.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { plainRows, table } from "../../page/table.ts";
import { latencyFigures, type Times } from "../latency-figures.ts";

interface ArmTimes {
  readonly role: "baseline" | "candidate";
  readonly label: string;
  readonly times: Times;
}

/** How long a call took; `null` where no time is known. */
export function latencyBody({ latency, baseline, candidate }: RunResult): Markup | null {
  const arms: ArmTimes[] = (
    [
      ["baseline", baseline.label],
      ["candidate", candidate.label],
    ] as const
  ).flatMap(([role, label]) => {
    const times = latency[role];
    return times === null ? [] : [{ role, label, times }];
  });
  if (arms.length === 0) return null;
  return html`${speed(latency.candidateOverBaseline)}
${timesChart(arms)}
${table({
  caption: "Milliseconds of a call",
  columns: [
    { title: "arm" },
    ...["mean", "95 % interval", "standard deviation", "median", "p90", "p99", "min", "max", "calls"].map(
      (title) => ({ title, isNumber: true }),
    ),
  ],
  rows: plainRows(arms.map(({ label, times }) => [label, ...latencyFigures(times)])),
})}
${arms.map(({ label, times }) => html`<p class="quiet">${label}: ${sentence(times.source)}.</p>`)}`;
}

function speed(ratio: RunResult["latency"]["candidateOverBaseline"]): Markup | null {
  if (ratio === null) return null;
  const [low, high] = ratio.interval;
  return html`<p>A call of the candidate takes <strong>${printFixed(ratio.ratio, 2)} times</strong> as long as one of the baseline (95 % interval ${printFixed(low, 2)} to ${printFixed(high, 2)}, by the means).</p>`;
}

function timesChart(arms: readonly ArmTimes[]): Markup | null {
  const drawable = arms.filter(({ times }) => typeof times.maxMilliseconds === "number");
  if (drawable.length === 0) return null;
  const options = { y: "role", stroke: ({ role }: ArmTimes) => `var(--${role})` } as const;
  const range = (from: keyof Times, to: keyof Times, strokeWidth: number) =>
    link(drawable, {
      ...options,
      x1: ({ times }: ArmTimes) => times[from],
      x2: ({ times }: ArmTimes) => times[to],
      y1: "role",
      y2: "role",
      strokeWidth,
    });
  return chart(
    {
      width: CHART_WIDTH,
      height: 60 + 34 * drawable.length,
      marginLeft: 80,
      color: { type: "identity" },
      x: { zero: true, label: "milliseconds", grid: true },
      y: { label: null, tickSize: 0 },
      marks: [
        range("minMilliseconds", "maxMilliseconds", 1.5),
        range("medianMilliseconds", "p90Milliseconds", 7),
        tickX(drawable, { ...options, x: ({ times }: ArmTimes) => times.minMilliseconds, inset: 10 }),
        tickX(drawable, { ...options, x: ({ times }: ArmTimes) => times.maxMilliseconds, inset: 10 }),
        dot(drawable, {
          ...options,
          x: ({ times }: ArmTimes) => times.meanMilliseconds,
          fill: "var(--paper)",
          strokeWidth: 2,
          r: 4.5,
        }),
      ],
    },
    {
      title: "Times of calls.",
      description:
        "From the shortest to the longest call, the thick part from the median to p90, the ring the mean.",
    },
  );
}
