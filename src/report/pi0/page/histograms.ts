import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { ActionErrors } from "./action-errors.ts";
import { type HistogramMark, histogramChart, logarithmicBins } from "./histogram.ts";
import { finite, roundingFloor } from "./rounding.ts";

/** How large the errors are, with what rounding alone does beside them. */
export function histogramsBody(run: ComparedRun, errors: ActionErrors): Markup {
  const { references, differences } = finitePairs(errors);
  const moved = differences.filter((difference) => difference > 0);
  const still = differences.length - moved.length;
  const untouched =
    still === 0
      ? null
      : html`<p>${still} of ${differences.length} elements do not differ at all; a logarithmic axis has no place for them.</p>`;
  if (moved.length === 0) return html`${untouched}<p>No element differs.</p>`;
  const meanReference = references.reduce((sum, reference) => sum + reference, 0) / references.length;
  return html`${untouched}${absoluteHistogram(run, moved, meanReference)}
${relativeHistogram(run, termsOf({ references, differences }))}${repeats(run)}`;
}

/** |a| and |d| of every element with a finite difference. */
interface Pairs {
  readonly references: Float64Array;
  readonly differences: Float64Array;
}

function finitePairs({ baseline, errors }: ActionErrors): Pairs {
  const hasError = (index: number) => Number.isFinite(errors[index] ?? Number.NaN);
  return {
    references: baseline.filter((_, index) => hasError(index)).map(Math.abs),
    differences: errors.filter((_, index) => hasError(index)).map(Math.abs),
  };
}

/** |d|/|a| in percent, of elements that differ and whose reference is not zero. */
function termsOf({ references, differences }: Pairs): Float64Array {
  return differences
    .map((difference, index) => (100 * difference) / (references[index] ?? 0))
    .filter((term) => term > 0 && Number.isFinite(term));
}

function absoluteHistogram(run: ComparedRun, moved: Float64Array, meanReference: number): Markup {
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
    bins: logarithmicBins(moved),
    series: [{ name: "share", meaning: "share of the elements" }],
    marks: marks.flat(),
  });
}

function relativeHistogram(run: ComparedRun, terms: Float64Array): Markup | null {
  const bins = logarithmicBins(terms);
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
