import { dot, lineY, ruleX } from "@observablehq/plot";
import type { CompareRun } from "../../../contracts/compare-run.ts";
import { printNumber } from "../../numbers.ts";
import { chart } from "../../page/chart.ts";
import { key, legend } from "../../page/legend.ts";
import { html, type Markup } from "../../page/markup.ts";

/** More than a chart has pixels for: of neighbours beyond that, the largest is drawn. */
const MOST_POINTS = 760;
/** Points that can be told apart, and pointed at. */
const MOST_DOTS = 200;

interface Point {
  readonly call: number;
  readonly name: string;
  readonly value: number;
}

/** Relative L2 over the calls, in powers of ten: rounding creeps, a fault jumps. */
export function growthChart({ growth, firstDivergence }: CompareRun): Markup {
  const points = growth.flatMap(({ call, name, relativeL2 }): Point[] =>
    typeof relativeL2 === "number" && relativeL2 > 0 ? [{ call, name, value: relativeL2 }] : [],
  );
  if (points.length < 2)
    return html`<p>${points.length === 0 ? "No" : "One"} call of ${growth.length} has an error that could be drawn.</p>`;
  const drawn = thinned(points);
  const call = firstDivergence?.call ?? null;
  return chart(
    {
      width: 860,
      height: 260,
      marginLeft: 64,
      x: { label: "call", tickFormat: (value: number) => (Number.isInteger(value) ? String(value) : "") },
      y: {
        type: "log",
        label: "relative L2",
        grid: true,
        ticks: powersOfTen(drawn),
        tickFormat: (value: number) => value.toExponential(0),
      },
      marks: [
        ...(call === null
          ? []
          : [ruleX([call], { stroke: "var(--bad)", strokeWidth: 2, strokeDasharray: "2 3" })]),
        lineY(drawn, { x: "call", y: "value", stroke: "currentColor", strokeWidth: 1.5 }),
        ...(drawn.length > MOST_DOTS
          ? []
          : [dot(drawn, { x: "call", y: "value", r: 3, fill: "currentColor", title: titleOf })]),
      ],
    },
    {
      title: "Growth over the calls.",
      description: descriptionOf(points.length, drawn.length, growth.length),
      legend: legend([
        key("ink", "largest relative L2 of a call's outputs"),
        ...(call === null ? [] : [key("bad", `first divergence, call ${call}`)]),
      ]),
    },
  );
}

/** A line for each, or for every so many of them, so that no two letters meet. */
function powersOfTen(points: readonly Point[]): number[] {
  const exponents = points.map(({ value }) => Math.log10(value));
  const [low, high] = [Math.floor(Math.min(...exponents)), Math.ceil(Math.max(...exponents))];
  const step = Math.ceil((high - low + 1) / 8);
  return Array.from({ length: high - low + 1 }, (_, at) => low + at)
    .filter((exponent) => exponent % step === 0)
    .map((exponent) => 10 ** exponent);
}

function titleOf({ call, name, value }: Point): string {
  return `call ${call}, ${name.slice(0, 200)}: relative L2 ${printNumber(value, 4)}`;
}

function descriptionOf(points: number, drawn: number, all: number): string {
  const exact =
    points < all ? ` ${all - points} calls without an error, or without a finite one, are left out.` : "";
  const thin =
    drawn < points
      ? ` Of ${points} calls the largest of each ${Math.ceil(points / MOST_POINTS)} neighbours is drawn.`
      : "";
  return `The output of each call, in the order of calls, with the largest relative L2; the scale is in powers of ten.${exact}${thin}`;
}

function thinned(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, at) =>
    points.slice(at * size, (at + 1) * size),
  );
  return groups.map((group) =>
    group.reduce((largest, point) => (point.value > largest.value ? point : largest)),
  );
}
