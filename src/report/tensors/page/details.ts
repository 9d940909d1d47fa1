import type { ComparedTensor, CompareRun, TensorResult } from "../../../contracts/compare-run.ts";
import type { Gate } from "../../../contracts/verdict.ts";
import { printComparison, printLimit, printNumber, withUnit } from "../../numbers.ts";
import { filteredList } from "../../page/filters.ts";
import { html, type Markup, shortened } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { plainRows, type TableRow, table } from "../../page/table.ts";
import { gateTone, tag } from "../../page/tones.ts";
import { dtypeText, isMeasured, LISTED, OUTCOME_WORDS, shapeText } from "../figures.ts";
import { findingSentences, ruleSentence } from "../sentences.ts";
import { OUTCOME_TONES } from "../tones.ts";
import { madeWithin } from "./budget.ts";

/** Details take no more than this of a page of two megabytes. */
const DETAILS_BYTES = 600_000;
const LONGEST_MESSAGE = 4000;
const LONGEST_NAME = 1000;
const REASONS = 20;

/** Of one that passes, the worst few tell enough. */
const PASSING = 5;

/** A tensor that is shown in full, and its place among all. */
export interface Detailed {
  readonly index: number;
  readonly body: Markup;
}

/** Where a tensor's details are on the page. */
export function detailId(index: number): string {
  return `tensor-${index + 1}`;
}

/** The worst that do not pass, or the worst of all where every one does; they are the first of the run's. */
export function detailedTensors(run: CompareRun): Detailed[] {
  const telling = run.tensors.findLastIndex(({ outcome }) => outcome !== "pass") + 1;
  const count = telling === 0 ? PASSING : Math.min(telling, LISTED);
  return madeWithin(run.tensors.slice(0, count), DETAILS_BYTES, (tensor, index) => {
    const body = details(tensor, index, run);
    return { piece: { index, body }, text: body.text };
  });
}

/** How each differs, by which gate, and all its figures; `null` where there is none. */
export function detailsBody(detailed: readonly Detailed[], { tensors }: CompareRun): Markup | null {
  if (detailed.length === 0) return null;
  const telling = tensors.filter(({ outcome }) => outcome !== "pass").length;
  const left = telling - detailed.length;
  return html`${filteredList({
    id: "detail",
    what: "tensors",
    count: detailed.length,
    facets: [],
    hasDetails: true,
    body: detailed.map(({ body }) => body),
  })}
${left > 0 ? html`<p>${left} more do not pass: each is in <code>run.json</code> and <code>report.csv</code>.</p>` : null}`;
}

function details(tensor: TensorResult, index: number, run: CompareRun): Markup {
  const { name, candidateName, outcome, message, reasons } = tensor;
  const renamed =
    candidateName === undefined
      ? null
      : html`<p>In the candidate: <code>${shortened(candidateName, LONGEST_NAME)}</code></p>`;
  const rule = ruleSentence(tensor, run);
  const open = index === 0 ? html` open` : null;
  return html`<details class="item" id="${detailId(index)}" data-item${open}>
<summary>${tag(OUTCOME_WORDS[outcome], OUTCOME_TONES[outcome])} <strong>${shortened(name, LONGEST_NAME)}</strong> <span class="quiet">${shortened(`${shapeText(tensor)} ${dtypeText(tensor)}`, 300)}</span></summary>
${renamed}
<ul>${reasons.slice(0, REASONS).map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>
${rule === "" ? null : html`<p>${sentence(rule)}</p>`}
<pre>${shortened(message, LONGEST_MESSAGE)}</pre>
${isMeasured(tensor) ? measured(tensor, run) : null}
</details>
`;
}

function measured(tensor: ComparedTensor, run: CompareRun): Markup {
  return html`${gatesTable(tensor)}
${nonFinite(tensor, run)}
${findingSentences(tensor).map((text) => html`<p>${sentence(text)}</p>`)}
${figuresTable(tensor, run)}`;
}

function gatesTable({ gates, name }: ComparedTensor): Markup | null {
  if (gates.length === 0) return null;
  return table({
    caption: `Gates of ${name.slice(0, LONGEST_CAPTION)}`,
    columns: [
      { title: "gate" },
      { title: "value", isNumber: true },
      { title: "limit", isNumber: true },
      { title: "outcome" },
      { title: "why" },
    ],
    rows: gates.map(gateRow),
  });
}

const LONGEST_CAPTION = 120;

function gateRow(gate: Gate): TableRow {
  const tone = gateTone(gate);
  return {
    cells: [
      gate.label,
      withUnit(printNumber(gate.value), gate.unit),
      withUnit(`${printComparison(gate.comparison)} ${printLimit(gate.limit)}`, gate.unit),
      tag(gate.outcome, tone),
      sentence(gate.reason),
    ],
    ...(tone === "bad" || tone === "open" ? { mark: tone } : {}),
  };
}

function nonFinite(
  { name, nonFinite: counts }: ComparedTensor,
  { baseline, candidate }: CompareRun,
): Markup | null {
  if (counts.excluded === 0) return null;
  const row = (label: string, found: Readonly<Record<string, number>>) => [
    shortened(label, 200),
    found["nan"] ?? 0,
    found["positiveInfinity"] ?? 0,
    found["negativeInfinity"] ?? 0,
  ];
  return table({
    caption: `Elements of ${name.slice(0, LONGEST_CAPTION)} that are not finite`,
    columns: [{ title: "arm" }, ...["NaN", "+∞", "−∞"].map((title) => ({ title, isNumber: true }))],
    rows: plainRows([row(baseline.label, counts.baseline), row(candidate.label, counts.candidate)]),
  });
}

function figuresTable(
  { name, metrics, mapeConventions }: ComparedTensor,
  { descriptions }: CompareRun,
): Markup {
  const found: Readonly<Record<string, ComparedTensor["metrics"][string]>> = {
    ...metrics,
    ...prefixed(mapeConventions),
  };
  const rows = Object.keys(found)
    .filter((key) => bare(key) in descriptions)
    .map((key) => {
      const { label = key, unit = "" } = descriptions[bare(key)] ?? {};
      const why = found[`${key}Reason`];
      return [
        key === bare(key) ? label : `MAPE, ${label}`,
        typeof why === "string"
          ? html`n/a <span class="quiet">${sentence(why)}</span>`
          : withUnit(printNumber(found[key]), unit),
      ];
    });
  return html`<details><summary>All figures</summary>
${table({ caption: `All figures of ${name.slice(0, LONGEST_CAPTION)}`, columns: [{ title: "figure" }, { title: "value", isNumber: true }], rows: plainRows(rows) })}
</details>`;
}

/** A convention may be called as a metric is. */
const PREFIX = "mape:";

function prefixed<Value>(conventions: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(conventions).map(([key, value]) => [`${PREFIX}${key}`, value]));
}

function bare(key: string): string {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
}
