import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { ActionErrors } from "./action-errors.ts";
import { type HistogramMark, histogramChart, logarithmicBins } from "./histogram.ts";
import { finite, roundingFloor } from "./rounding.ts";

/** How large the errors are, with what rounding alone does beside them. */
export function histogramsBody(run: ComparedRun, errors: ActionErrors): Markup {
  const pairs = finitePairs(errors);
  const moved = pairs.filter(({ error }) => error > 0);
  const still = pairs.length - moved.length;
  const untouched =
    still === 0
      ? null
      : html`<p>${still} of ${pairs.length} elements do not differ at all; a logarithmic axis has no place for them.</p>`;
  if (moved.length === 0) return html`${untouched}<p>No element differs.</p>`;
  return html`${untouched}${absoluteHistogram(run, pairs)}${relativeHistogram(run, moved)}${repeats(run)}`;
}

interface Pair {
  /** |a| */
  readonly reference: number;
  /** |d| */
  readonly error: number;
}

function finitePairs({ baseline, errors }: ActionErrors): Pair[] {
  const pairs: Pair[] = [];
  errors.forEach((error, index) => {
    if (Number.isFinite(error))
      pairs.push({ reference: Math.abs(baseline[index] ?? 0), error: Math.abs(error) });
  });
  return pairs;
}

function absoluteHistogram(run: ComparedRun, pairs: readonly Pair[]): Markup {
  const meanReference = pairs.reduce((sum, { reference }) => sum + reference, 0) / pairs.length;
  const floor = roundingFloor(run);
  const marks = [
    mark(run.metrics["meanAbsolute"], "mean |d|", "ink"),
    mark(floor && (floor.wapePercent / 100) * meanReference, "mean of the perturbation floor", "floor"),
    mark(floor?.maxAbsolute, "largest of the perturbation floor", "floor"),
    repeatMark(run, meanReference),
  ];
  return histogramChart({
    title: "Absolute errors.",
    description: "How many elements have which |d|, on a logarithmic axis.",
    axis: "|d|",
    bins: logarithmicBins(pairs.flatMap(({ error }) => (error > 0 ? [error] : []))),
    series: [{ name: "share", meaning: "share of the elements" }],
    marks: marks.flat(),
  });
}

function relativeHistogram(run: ComparedRun, moved: readonly Pair[]): Markup | null {
  const terms = moved.flatMap(({ reference, error }) => (reference > 0 ? [(100 * error) / reference] : []));
  const bins = logarithmicBins(terms.filter((term) => term > 0 && Number.isFinite(term)));
  if (bins.length === 0) return null;
  const limit = run.gates.find(({ name }) => name === "mapePercent")?.limit;
  return histogramChart({
    title: "Relative errors, and what MAPE is made of.",
    description:
      "For each size of |d|/|a|, how many elements have it and how much of their sum, which is MAPE, they hold.",
    axis: "|d|/|a|, %",
    bins,
    series: [
      { name: "share", meaning: "share of the elements" },
      { name: "weight", meaning: "share of MAPE" },
    ],
    marks: [
      mark(run.metrics["mapePercent"], "MAPE", "ink", " %"),
      mark(roundingFloor(run)?.mapePercent, "MAPE of the perturbation floor", "floor", " %"),
      mark(limit, "limit", "limit", " %"),
    ].flat(),
  });
}

function mark(value: unknown, name: string, color: HistogramMark["key"], unit = ""): HistogramMark[] {
  const number = finite(value);
  if (number === null || number <= 0) return [];
  return [{ value: number, label: `${name} ${printNumber(number, 3)}${unit}`, key: color }];
}

function repeatMark({ floors }: ComparedRun, meanReference: number): HistogramMark[] {
  const wape = finite(floors.baselineRepeat.wapePercent);
  return mark(wape === null ? null : (wape / 100) * meanReference, "mean of the repeat floor", "floor");
}

/** What cannot be marked: floors that are zero or not known. */
function repeats({ floors, baseline, candidate }: ComparedRun): Markup {
  const told = (label: string, floor: ComparedRun["floors"]["baselineRepeat"]) => {
    if (floor.wapePercent === null) return `${label}: repeat floor not known (${floor.reason})`;
    if (floor.bitIdentical) return `${label} repeats itself bit by bit: its repeat floor is zero`;
    return `${label}: repeat floor WAPE ${printNumber(floor.wapePercent, 4)} %`;
  };
  return html`<p class="quiet">${told(baseline.label, floors.baselineRepeat)}. ${told(candidate.label, floors.candidateRepeat)}.</p>`;
}
