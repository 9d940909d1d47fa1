import {
  axisX,
  axisY,
  dot,
  type Markish,
  type PlotOptions,
  rect,
  ruleX,
  ruleY,
  text,
} from "@observablehq/plot";
import type { ComparedBenchmark } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import { VERDICTS, type Verdict } from "../../../contracts/verdict.ts";
import { displayWidth } from "../../columns.ts";
import { cut, visible } from "../../data-text.ts";
import { chart } from "../../page/chart.ts";
import { html, type Markup } from "../../page/markup.ts";
import { metricName } from "../card.ts";
import { comparedBenchmarks, plural, printBounds, printPlain, printSigned } from "../figures.ts";

/** More benchmarks than these are drawn where their differences are greatest. */
const MOST_ROWS = 60;
const LONGEST_NAME = 30;
const ROW_PIXELS = 34;
const PIXELS_PER_COLUMN = 6.6;

/** How each verdict is drawn: a form of its own and not a colour alone. */
const SIGNS: Readonly<Record<Verdict, { symbol: "circle" | "square" | "triangle"; colour: string }>> = {
  consistent: { symbol: "circle", colour: "var(--good)" },
  inconsistent: { symbol: "square", colour: "var(--bad)" },
  inconclusive: { symbol: "triangle", colour: "var(--open)" },
};

interface Row {
  /** Its place, since names may be alike once they are cut. */
  readonly place: number;
  readonly name: string;
  readonly benchmark: ComparedBenchmark;
}

/** The differences with their intervals against the margin. */
export function forestPlot(run: BenchRun): Markup {
  const rows = rowsOf(run);
  const margin = run.settings.limits.marginPoints;
  const all = comparedBenchmarks(run).length;
  const which = rows.length < all ? ` Of ${all} benchmarks, the ${rows.length} that differ most.` : "";
  return chart(options(rows, margin), {
    title: "Differences against the margin",
    description: `Candidate − baseline in points: the mark is the difference, the thick line its 90 % interval, the thin one its 95 % interval; the grey band is the margin of ±${printPlain(margin)} points, within which stacks are equivalent.${which}`,
    legend: legend(rows),
  });
}

function rowsOf(run: BenchRun): Row[] {
  const compared = comparedBenchmarks(run);
  const furthest = compared
    .toSorted((one, other) => Math.abs(other.deltaPoints) - Math.abs(one.deltaPoints))
    .slice(0, MOST_ROWS);
  const shown = new Set(furthest);
  return compared
    .filter((benchmark) => shown.has(benchmark))
    .map((benchmark, place) => ({
      place,
      name: cut(visible(metricName(benchmark, run.benchmarks)), LONGEST_NAME),
      benchmark,
    }));
}

function options(rows: readonly Row[], margin: number): PlotOptions {
  const names = Math.max(...rows.map(({ name }) => displayWidth(name)));
  const bounds = rows.flatMap(({ benchmark }) => [...benchmark.ci95Points, benchmark.deltaPoints]);
  const [low, high] = [Math.min(-margin, ...bounds), Math.max(margin, ...bounds)];
  const space = (high - low) * 0.04;
  return {
    width: 900,
    height: rows.length * ROW_PIXELS + 60,
    marginLeft: Math.ceil(names * PIXELS_PER_COLUMN) + 24,
    marginRight: 190,
    marginTop: 12,
    marginBottom: 44,
    x: { domain: [low - space, high + space] },
    y: { type: "band", domain: rows.map(({ place }) => place), label: null, padding: 0.2 },
    marks: [...ground(margin), ...axes(rows), ...intervals(rows), ...signs(rows), figures(rows)],
  };
}

/** The margin and no difference, behind everything. */
function ground(margin: number): Markish[] {
  return [
    rect([0], { x1: -margin, x2: margin, fill: "var(--band)", fillOpacity: 0.16 }),
    ruleX([-margin, margin], { stroke: "var(--band)", strokeDasharray: "4 3" }),
    ruleX([0], { stroke: "var(--quiet)" }),
  ];
}

function axes(rows: readonly Row[]): Markish[] {
  return [
    axisX({
      label: "difference, points",
      labelAnchor: "center",
      labelArrow: "none",
      fontSize: 12,
      tickFormat: printTick,
    }),
    axisY({
      tickFormat: (place: number) => rows[place]?.name ?? "",
      tickSize: 0,
      fontSize: 12.5,
      label: null,
    }),
  ];
}

function printTick(points: number): string {
  return points > 0 ? `+${printPlain(points)}` : printPlain(points).replace("-", "−");
}

function intervals(rows: readonly Row[]): Markish[] {
  const stroke = ({ benchmark }: Row) => SIGNS[benchmark.verdict].colour;
  const bound = (which: "ci90Points" | "ci95Points", end: 0 | 1) => (row: Row) => row.benchmark[which][end];
  const line = (which: "ci90Points" | "ci95Points", strokeWidth: number) =>
    ruleY(rows, { y: "place", x1: bound(which, 0), x2: bound(which, 1), stroke, strokeWidth });
  return [line("ci95Points", 1.5), line("ci90Points", 4.5)];
}

function signs(rows: readonly Row[]): Markish[] {
  return VERDICTS.map((verdict) =>
    dot(
      rows.filter(({ benchmark }) => benchmark.verdict === verdict),
      {
        y: "place",
        x: ({ benchmark }: Row) => benchmark.deltaPoints,
        symbol: SIGNS[verdict].symbol,
        fill: SIGNS[verdict].colour,
        stroke: "var(--paper)",
        strokeWidth: 1.5,
        r: 6.5,
      },
    ),
  );
}

/** The same in figures, to the right. */
function figures(rows: readonly Row[]): Markish {
  return text(rows, {
    y: "place",
    text: ({ benchmark }: Row) =>
      `${printSigned(benchmark.deltaPoints)} (${printBounds(benchmark.ci95Points)})`,
    frameAnchor: "right",
    textAnchor: "start",
    dx: 12,
    fontSize: 12,
    fill: "var(--ink)",
  });
}

function legend(rows: readonly Row[]): Markup {
  const items = VERDICTS.flatMap((verdict) => {
    const count = rows.filter(({ benchmark }) => benchmark.verdict === verdict).length;
    return count === 0
      ? []
      : [
          html`<li><span class="sign" data-sign="${verdict}"></span>${verdict} (${plural(count, "benchmark")})</li>`,
        ];
  });
  return html`<ul class="legend">${items}</ul>`;
}
