import type { CompareRun, TensorResult } from "../../../contracts/compare-run.ts";
import { type Facet, filteredList } from "../../page/filters.ts";
import { html, type Markup, shortened, type Value } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { type SortedCell, type TableRow, table } from "../../page/table.ts";
import { tag } from "../../page/tones.ts";
import { FIGURE_COLUMNS, type FigureColumn } from "../columns.ts";
import {
  countOutcomes,
  dtypeText,
  isMeasured,
  OUTCOME_WORDS,
  outcomeSentence,
  shapeText,
} from "../figures.ts";
import { OUTCOME_TONES } from "../tones.ts";
import { madeWithin } from "./budget.ts";
import { detailId } from "./details.ts";

/** Rows take no more than this of a page of two megabytes. */
const ROWS_BYTES = 900_000;
const LONGEST_NAME = 200;
const LONGEST_SHAPE = 120;

/**
 * A row for each of the worst tensors, to be sorted, searched and narrowed down to one outcome.
 * @param detailed how many of them, from the worst on, have more to be shown than a row
 */
export function tensorsBody(run: CompareRun, detailed: number): Markup {
  const { tensors } = run;
  const summary = html`<p>${outcomeSentence(run)}.</p>`;
  const golden = run.goldenSummary === undefined ? null : html`<p>${sentence(run.goldenSummary)}</p>`;
  if (tensors.length === 0) return html`${summary}<p>Nothing was compared.</p>`;
  const columns = FIGURE_COLUMNS.filter(({ shown }) => shown(run));
  const rows = madeWithin(tensors, ROWS_BYTES, (tensor, index) => {
    const piece = rowOf(tensor, { index, columns, run, isDetailed: index < detailed });
    return { piece, text: rowText(piece) };
  });
  return html`${summary}${golden}
${filteredList({
  id: "tensor",
  what: "tensors",
  count: rows.length,
  facets: [outcomeFacet(run)],
  body: tableOf(rows, columns, tensors.length),
})}
${leftOut(rows.length, tensors.length)}`;
}

function tableOf(rows: readonly TableRow[], columns: readonly FigureColumn[], all: number): Markup {
  return table({
    caption:
      rows.length < all
        ? `The worst ${rows.length} of ${all} tensors, the worst first`
        : "All tensors, the worst first",
    columns: [
      { title: "tensor" },
      { title: "rank", isNumber: true },
      { title: "outcome" },
      { title: "shape" },
      { title: "dtype" },
      ...columns.map(({ header, isWord = false }) => ({ title: header, isNumber: !isWord })),
    ],
    rows,
    isSortable: true,
  });
}

function leftOut(shown: number, all: number): Markup | null {
  if (shown === all) return null;
  return html`<p><strong>${all - shown} tensors with smaller errors are not on this page.</strong> All ${all} are in <code>run.json</code> and <code>report.csv</code>, in the same order.</p>`;
}

interface Place {
  readonly index: number;
  readonly columns: readonly FigureColumn[];
  readonly run: CompareRun;
  readonly isDetailed: boolean;
}

function rowOf(tensor: TensorResult, { index, columns, run, isDetailed }: Place): TableRow {
  const { outcome } = tensor;
  const name = shortened(tensor.name, LONGEST_NAME);
  const figures = columns.map((column) => cell(tensor, column, run));
  return {
    cells: [
      isDetailed ? html`<a href="#${detailId(index)}">${name}</a>` : name,
      index + 1,
      tag(OUTCOME_WORDS[outcome], OUTCOME_TONES[outcome]),
      shortened(shapeText(tensor), LONGEST_SHAPE),
      shortened(dtypeText(tensor), LONGEST_SHAPE),
      ...figures,
    ],
    facets: { outcome },
    ...(outcome === "pass" ? {} : { mark: outcome === "fail" ? "bad" : "open" }),
  };
}

function cell(
  tensor: TensorResult,
  { cell: printed, sort }: FigureColumn,
  run: CompareRun,
): Value | SortedCell {
  if (!isMeasured(tensor)) return "n/a";
  const shown = printed(tensor, run);
  return sort === undefined ? shown : { shown, sort: sort(tensor) };
}

/** About what the frame of a row and of its cells takes. */
const ROW_FRAME = " ".repeat(120);
const CELL_FRAME = " ".repeat(32);

function rowText({ cells }: TableRow): string {
  const texts = cells.map((found) => {
    const shown = typeof found === "object" && found !== null && "sort" in found ? found.shown : found;
    return html`${shown}`.text + CELL_FRAME;
  });
  return ROW_FRAME + texts.join("");
}

function outcomeFacet(run: CompareRun): Facet {
  const counts = countOutcomes(run);
  const outcomes = (["fail", "inconclusive", "pass"] as const).filter((outcome) => counts[outcome] > 0);
  return {
    name: "outcome",
    label: "Outcome",
    choices: outcomes.map((value) => ({ value, label: OUTCOME_WORDS[value] })),
  };
}
