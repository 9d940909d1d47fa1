import {
  axisX,
  axisY,
  dot,
  type Markish,
  type PlotOptions,
  rect,
  ruleX,
  ruleY,
  type TextOptions,
  text,
} from "@observablehq/plot";
import type { ComparedBenchmark } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import { VERDICTS, type Verdict } from "../../../contracts/verdict.ts";
import { displayWidth } from "../../columns.ts";
import { cut, visible } from "../../data-text.ts";
import { drawn } from "../../page/chart.ts";
import { html, type Markup } from "../../page/markup.ts";
import { metricName } from "../card.ts";
import { comparedBenchmarks, plural, printBounds, printPlain, printSigned } from "../figures.ts";

/** More benchmarks than these are drawn where their differences are greatest. */
const MOST_ROWS = 60;
const LONGEST_NAME = 30;
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

const TITLE = "Differences against the margin";

/** The differences with their intervals against the margin; drawn once for a screen and once for a narrow one. */
export function forestPlot(run: BenchRun): Markup {
  const rows = rowsOf(run);
  const margin = run.settings.limits.marginPoints;
  const all = comparedBenchmarks(run).length;
  const which = rows.length < all ? ` Of ${all} benchmarks, the ${rows.length} that differ most.` : "";
  const description = `Candidate − baseline in points: the mark is the difference, the thick line its 90 % interval, the thin one its 95 % interval; the grey band is the margin of ±${printPlain(margin)} points, within which stacks are equivalent.${which}`;
  const label = `${TITLE}. ${description} The figures are in the table above.`;
  return html`<figure class="chart">
<figcaption><strong>${TITLE}</strong> ${description}</figcaption>
${legend(rows)}
<div class="wide">${drawn(wideOptions(rows, margin), label)}</div>
<div class="narrow">${drawn(narrowOptions(rows, margin), `${label} (narrow)`)}</div>
</figure>
`;
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

/** Names to the left, figures to the right. */
function wideOptions(rows: readonly Row[], margin: number): PlotOptions {
  const names = Math.max(...rows.map(({ name }) => displayWidth(name)));
  return {
    ...commonOptions(rows, margin, 34),
    width: 900,
    marginLeft: Math.ceil(names * PIXELS_PER_COLUMN) + 24,
    marginRight: 190,
    marks: [
      ...ground(margin),
      xAxis(),
      axisY({
        tickFormat: (place: number) => rows[place]?.name ?? "",
        tickSize: 0,
        fontSize: 12.5,
        label: null,
      }),
      ...intervals(rows),
      ...signs(rows),
      words(rows, figuresOf, { frameAnchor: "right", textAnchor: "start", dx: 12 }),
    ],
  };
}

/** Names and figures above the lines. */
function narrowOptions(rows: readonly Row[], margin: number): PlotOptions {
  return {
    ...commonOptions(rows, margin, 58),
    width: 320,
    marginLeft: 6,
    marginRight: 6,
    marks: [
      ...ground(margin),
      xAxis(),
      ...intervals(rows),
      ...signs(rows),
      words(rows, ({ name }) => name, { frameAnchor: "left", textAnchor: "start", dx: 2, dy: -19 }),
      words(rows, ({ benchmark }) => printSigned(benchmark.deltaPoints), {
        frameAnchor: "right",
        textAnchor: "end",
        dx: -2,
        dy: -19,
      }),
    ],
  };
}

function commonOptions(rows: readonly Row[], margin: number, rowPixels: number): PlotOptions {
  const bounds = rows.flatMap(({ benchmark }) => [...benchmark.ci95Points, benchmark.deltaPoints]);
  const [low, high] = [Math.min(-margin, ...bounds), Math.max(margin, ...bounds)];
  const space = (high - low) * 0.04;
  return {
    height: rows.length * rowPixels + 60,
    marginTop: 12,
    marginBottom: 44,
    x: { domain: [low - space, high + space] },
    y: { type: "band", domain: rows.map(({ place }) => place), label: null, padding: 0.2, axis: null },
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

function xAxis(): Markish {
  return axisX({
    label: "difference, points",
    labelAnchor: "center",
    labelArrow: "none",
    fontSize: 12,
    tickFormat: printTick,
    ticks: 7,
  });
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

function words(rows: readonly Row[], wordsOf: (row: Row) => string, place: TextOptions): Markish {
  return text(rows, { y: "place", text: wordsOf, fontSize: 12, fill: "var(--ink)", ...place });
}

function figuresOf({ benchmark }: Row): string {
  return `${printSigned(benchmark.deltaPoints)} (${printBounds(benchmark.ci95Points)})`;
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
