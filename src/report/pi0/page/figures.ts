import type { ComparedRun } from "../../../contracts/run-result.ts";
import { type Printable, printFixed, printNumber, printSigned, withUnit } from "../../numbers.ts";
import { html, type Markup, type Value } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { plainRows, table } from "../../page/table.ts";

/** Every figure of a comparison with what it means, floors and golden first: they tell what the others are worth. */
export function figuresBody(run: ComparedRun): Markup {
  return html`${distances(run)}
${coherence(run)}
${intervals(run)}
${restricted(run)}
${nonFinite(run)}
<details><summary>All metrics, each with its formula (a baseline, b candidate, d = b − a)</summary>
${figuresTable(run, "Metrics", run.metrics)}
</details>
<details><summary>MAPE in all conventions (this run's gate looks at ${run.mapeConvention})</summary>
${figuresTable(run, "MAPE conventions", run.mapeConventions)}
</details>`;
}

function distances({ floors, golden, baseline, candidate, metrics }: ComparedRun): Markup {
  const rows: Value[][] = [
    [
      `${candidate.label} against ${baseline.label}`,
      printNumber(metrics["wapePercent"], 4),
      printNumber(metrics["mapePercent"], 4),
      inFloors(metrics["wapePercent"], floors),
      "the compared pair",
    ],
    floorRow("perturbation floor", floors.perturbation, floors),
    floorRow(`repeat floor of ${baseline.label}`, floors.baselineRepeat, floors),
    floorRow(`repeat floor of ${candidate.label}`, floors.candidateRepeat, floors),
  ];
  for (const [role, label] of [
    ["baseline", baseline.label],
    ["candidate", candidate.label],
  ] as const) {
    if (golden === null) continue;
    const { wapePercent, mapePercent } = golden[role];
    rows.push([
      `${label} against ${golden.label}`,
      printNumber(wapePercent, 4),
      printNumber(mapePercent, 4),
      inFloors(wapePercent, floors),
      "golden: in higher precision, and the reference here",
    ]);
  }
  return table({
    caption: "Errors beside what rounding alone does",
    columns: [
      { title: "pair" },
      { title: "WAPE", unit: "%", isNumber: true },
      { title: "MAPE", unit: "%", isNumber: true },
      { title: "in floors", isNumber: true },
      { title: "what it is", isLong: true },
    ],
    rows: plainRows(rows),
  });
}

function floorRow(
  name: string,
  floor: ComparedRun["floors"]["perturbation"],
  floors: ComparedRun["floors"],
): Value[] {
  if (floor.wapePercent === null) return [name, "n/a", "n/a", "n/a", sentence(floor.reason)];
  const change = floor.bitIdentical ? `${floor.change}: bit-identical` : floor.change;
  return [
    name,
    printNumber(floor.wapePercent, 4),
    printNumber(floor.mapePercent, 4),
    inFloors(floor.wapePercent, floors),
    sentence(change),
  ];
}

/** WAPE over the perturbation floor's. */
function inFloors(wapePercent: Printable, { perturbation }: ComparedRun["floors"]): string {
  const floor = perturbation.wapePercent;
  if (typeof wapePercent !== "number" || typeof floor !== "number" || floor === 0) return "n/a";
  return `× ${printFixed(wapePercent / floor, 2)}`;
}

function coherence({ errorCoherence }: ComparedRun): Markup {
  const { meanCosine, p, method, flips, flipsAtLeastAsLarge, observations } = errorCoherence;
  if (meanCosine === null) {
    return html`<p><strong>Error coherence</strong> n/a: ${sentence(errorCoherence.meanCosineReason ?? "not measured")}.</p>`;
  }
  const left = errorCoherence.zeroErrorObservations;
  const leftOut = left === 0 ? "" : ` ${left} without any error were left out.`;
  return html`<p><strong>Error coherence</strong> mean cosine ${printSigned(meanCosine, 4)} between the errors of ${observations} observations, p ${printNumber(p, 4)} (${method ?? ""}: ${flipsAtLeastAsLarge ?? 0} of ${flips ?? 0} at least as large).${leftOut} Rounding errors of different observations are not alike; those of a wrong formula are.</p>`;
}

function intervals({ intervals: { mapePercent, wapePercent, resamples } }: ComparedRun): Markup | null {
  if (mapePercent === null || wapePercent === null) return null;
  const range = (bounds: readonly Printable[]) => bounds.map((bound) => printNumber(bound, 4)).join(" to ");
  return html`<p><strong>95 % intervals</strong> MAPE ${range(mapePercent)} %, WAPE ${range(wapePercent)} %, by ${resamples} bootstrap resamples of whole observations.</p>`;
}

function restricted({ actionDimensions: { compared, answered, all, padding } }: ComparedRun): Markup {
  const padded =
    padding === null
      ? null
      : html`<p><strong>Padding</strong> from dimension ${padding.from} on: ${sentence(padding.reason)}.</p>`;
  const part =
    all === null
      ? null
      : html`<p>Compared are the first ${compared} of ${answered} action dimensions. Over all ${answered}: MAPE ${printNumber(all.mapePercent)} %, WAPE ${printNumber(all.wapePercent)} %.</p>`;
  return html`${part}${padded}`;
}

function nonFinite({ nonFinite: counts, baseline, candidate }: ComparedRun): Markup | null {
  if (counts.excluded === 0 && counts.mismatches === 0) return null;
  const row = (label: string, found: Record<string, number>) => [
    label,
    found["nan"] ?? 0,
    found["positiveInfinity"] ?? 0,
    found["negativeInfinity"] ?? 0,
  ];
  const first = counts.firstMismatch;
  const where =
    first === null
      ? null
      : html`<p>The first of ${counts.mismatches} positions that do not agree is [${first.index.join(", ")}]: baseline ${printNumber(first.baseline)}, candidate ${printNumber(first.candidate)}.</p>`;
  return html`${table({
    caption: "Elements that are not finite",
    columns: [
      { title: "arm" },
      { title: "NaN", isNumber: true },
      { title: "+∞", isNumber: true },
      { title: "−∞", isNumber: true },
    ],
    rows: plainRows([row(baseline.label, counts.baseline), row(candidate.label, counts.candidate)]),
  })}${where}`;
}

function figuresTable(run: ComparedRun, caption: string, figures: ComparedRun["metrics"]): Markup {
  const keys = Object.keys(figures).filter((key) => key in run.descriptions);
  const rows = keys.map((key) => {
    const { label = key, unit = "", description = "" } = run.descriptions[key] ?? {};
    const why = figures[`${key}Reason`];
    const undefinedHere = typeof why === "string" ? html`; undefined here: ${sentence(why)}` : null;
    return [label, withUnit(printSigned(figures[key]), unit), html`${description}${undefinedHere}`];
  });
  return table({
    caption,
    columns: [{ title: "figure" }, { title: "value", isNumber: true }, { title: "what it is", isLong: true }],
    rows: plainRows(rows),
  });
}
