import { axisX, rectY, ruleX, ruleY, text } from "@observablehq/plot";
import { CHART_WIDTH, chart } from "../../page/chart.ts";
import { type Key, key, legend } from "../../page/legend.ts";
import type { Markup } from "../../page/markup.ts";

/** A value that is marked on the axis of errors. */
export interface HistogramMark {
  readonly value: number;
  readonly label: string;
  readonly key: Extract<Key, "ink" | "floor" | "limit">;
}

export interface Histogram {
  readonly title: string;
  readonly description: string;
  readonly axis: string;
  readonly bins: readonly HistogramBin[];
  /** What the bars are of. */
  readonly series: readonly { readonly name: "share" | "weight"; readonly meaning: string }[];
  readonly marks: readonly HistogramMark[];
}

/** Bounds on a logarithmic axis, with percent of all elements and of their sum. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly sharePercent: number;
  readonly weightPercent: number;
}

const BINS_PER_DECADE = 5;
/** What is smaller than the largest by more than this falls into the first bin. */
const MOST_DECADES = 12;

/** Positive numbers in bins of equal width on a logarithmic axis; none where there is no number. */
export function logarithmicBins(values: readonly number[]): HistogramBin[] {
  if (values.length === 0) return [];
  const exponents = values.map((value) => Math.floor(Math.log10(value) * BINS_PER_DECADE));
  const last = exponents.reduce((most, exponent) => Math.max(most, exponent), Number.NEGATIVE_INFINITY);
  const least = exponents.reduce((least, exponent) => Math.min(least, exponent), Number.POSITIVE_INFINITY);
  const first = Math.max(least, last - MOST_DECADES * BINS_PER_DECADE);
  const bins = Array.from({ length: last - first + 1 }, () => ({ count: 0, sum: 0 }));
  values.forEach((value, index) => {
    const bin = bins[Math.max(0, (exponents[index] ?? first) - first)];
    if (bin === undefined) return;
    bin.count += 1;
    bin.sum += value;
  });
  const total = bins.reduce((sum, bin) => sum + bin.sum, 0);
  const bound = (at: number) => 10 ** ((first + at) / BINS_PER_DECADE);
  return bins.map(({ count, sum }, index) => ({
    from: bound(index),
    to: bound(index + 1),
    count,
    sharePercent: (100 * count) / values.length,
    weightPercent: (100 * sum) / total,
  }));
}

const FILLS = { share: "var(--bar)", weight: "var(--other-bar)" } as const;

/** Bars over a logarithmic axis with the marks labelled above them. */
export function histogramChart({ title, description, axis, bins, series, marks }: Histogram): Markup {
  const bars = series.flatMap(({ name }, place) =>
    bins.map((bin) => sideBySide(bin, { name, place, of: series.length })),
  );
  const highest = bars.reduce((most, { percent }) => Math.max(most, percent), 0);
  const middle = Math.sqrt((bins[0]?.from ?? 1) * (bins.at(-1)?.to ?? 1));
  const lines = marks.map((mark, row) => ({
    ...mark,
    row,
    anchor: mark.value > middle ? ("end" as const) : ("start" as const),
  }));
  return chart(
    {
      width: CHART_WIDTH,
      height: 230 + 15 * marks.length,
      marginLeft: 48,
      marginTop: 22 + 15 * marks.length,
      x: { type: "log", label: axis },
      y: { label: "percent", grid: true, domain: [0, highest * 1.05] },
      marks: [
        axisX({ tickFormat: powerOfTen, ticks: powersOfTen(bins) }),
        rectY(bars, {
          x1: "from",
          x2: "to",
          y: "percent",
          fill: (bar: Bar) => FILLS[bar.name],
          title: "told",
        }),
        ruleX(lines, {
          x: "value",
          stroke: ({ key: name }: HistogramMark) => strokeOf(name),
          strokeWidth: 2,
          strokeDasharray: "4 3",
        }),
        ...lines.map((line) =>
          text([line], {
            x: "value",
            frameAnchor: "top",
            dy: -12 - 15 * line.row,
            dx: line.anchor === "start" ? -4 : 4,
            text: "label",
            textAnchor: line.anchor,
            fill: strokeOf(line.key),
            fontSize: 11,
          }),
        ),
        ruleY([0]),
      ],
      color: { type: "identity" },
    },
    {
      title,
      description,
      legend: legend(series.map(({ name, meaning }) => key(name === "share" ? "bar" : "other-bar", meaning))),
    },
  );
}

interface Bar {
  readonly name: "share" | "weight";
  readonly from: number;
  readonly to: number;
  readonly percent: number;
  readonly told: string;
}

/** Bars of one bin beside each other, with a little room between bins. */
function sideBySide(bin: HistogramBin, at: { name: Bar["name"]; place: number; of: number }): Bar {
  const width = Math.log10(bin.to / bin.from);
  const [inset, room] = [0.08 * width, 0.84 * width];
  const edge = (part: number) => bin.from * 10 ** (inset + (room * part) / at.of);
  const percent = at.name === "share" ? bin.sharePercent : bin.weightPercent;
  const what = at.name === "share" ? "elements" : "their sum";
  return {
    name: at.name,
    from: edge(at.place),
    to: edge(at.place + 1),
    percent,
    told: `${bin.from.toPrecision(2)} to ${bin.to.toPrecision(2)}: ${percent.toPrecision(3)} % of ${what} (${bin.count} elements)`,
  };
}

function strokeOf(name: HistogramMark["key"]): string {
  return STROKES[name];
}

const STROKES = { ink: "currentColor", floor: "var(--floor)", limit: "var(--bad)" } as const;

/** The whole decades within the bins, every other one where there are many. */
function powersOfTen(bins: readonly HistogramBin[]): number[] {
  const first = Math.ceil(Math.log10(bins[0]?.from ?? 1) - 1e-9);
  const last = Math.floor(Math.log10(bins.at(-1)?.to ?? 1) + 1e-9);
  const every = last - first > 9 ? 2 : 1;
  return Array.from(
    { length: Math.max(0, Math.floor((last - first) / every) + 1) },
    (_, index) => 10 ** (first + index * every),
  );
}

function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  return exponent >= -3 && exponent <= 4 ? String(Number(value.toPrecision(1))) : `1e${exponent}`;
}
