import type { AnyRun } from "../../contracts/any-run.ts";
import { withUnit } from "../numbers.ts";
import type { PageSection } from "../page/document.ts";
import { html, type Markup, shortened } from "../page/markup.ts";
import { type TableRow, table } from "../page/table.ts";
import { printAmount, printDifference } from "./amounts.ts";
import { type FigurePair, type PairedGroup, pairFigures } from "./figure-pairs.ts";
import type { RunFigure } from "./run-figures.ts";

const LONGEST_LABEL = 300;
/** So many figures of a group have a line. */
const FIGURES = 400;

/** Every figure that both runs have, and by name those that one alone has. */
export function figureSections(a: AnyRun, b: AnyRun): PageSection[] {
  const groups = pairFigures(a, b);
  if (groups.length === 0) return [];
  return [{ id: "figures", title: "Figures", body: html`${groups.map(groupBody)}` }];
}

function groupBody({ title, pairs, onlyA, onlyB }: PairedGroup): Markup {
  return html`<h3>${shortened(title, LONGEST_LABEL)}</h3>
${pairs.length === 0 ? html`<p class="quiet">The runs have none of these in common.</p>` : pairTable(title, pairs)}
${onlyIn("A", onlyA)}${onlyIn("B", onlyB)}`;
}

function pairTable(title: string, pairs: readonly FigurePair[]): Markup {
  const left = pairs.length - FIGURES;
  return html`${table({
    caption: `${title.slice(0, LONGEST_LABEL)}: run A, run B and their difference`,
    columns: [
      { title: "figure" },
      { title: "run A", isNumber: true },
      { title: "run B", isNumber: true },
      { title: "B − A", isNumber: true },
    ],
    rows: pairs.slice(0, FIGURES).map(pairRow),
    isSortable: true,
  })}${left > 0 ? html`<p>${left} more are in both runs' run.json.</p>` : null}`;
}

function pairRow({ label, unit, a, b, difference, differenceUnit }: FigurePair): TableRow {
  const moved = printDifference(difference, differenceUnit);
  return {
    cells: [
      shortened(label, LONGEST_LABEL),
      withUnit(printAmount(a), unit),
      withUnit(printAmount(b), unit),
      difference === null || difference === 0 ? moved : html`<span class="moved">${moved}</span>`,
    ],
  };
}

function onlyIn(letter: "A" | "B", figures: readonly RunFigure[]): Markup | null {
  if (figures.length === 0) return null;
  const items = figures
    .slice(0, FIGURES)
    .map(
      ({ label, unit, value }) =>
        html`<li>${shortened(label, LONGEST_LABEL)}: ${withUnit(printAmount(value), unit === "fraction" ? "" : unit)}</li>`,
    );
  return html`<details><summary>${figures.length} in run ${letter} only</summary><ul>${items}</ul></details>`;
}
