import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { PageSection } from "../../page/document.ts";
import { html, type Markup, shortened } from "../../page/markup.ts";
import { comparedBenchmarks } from "../figures.ts";
import { COUNTS_NOTE, categoriesNote, categoryTables, countsTable, lengthsTable } from "../tables/answers.ts";
import { NO_SELF_NOISE, selfNoiseNote, selfNoiseTable } from "../tables/self-noise.ts";
import { plainTable } from "./plain-table.ts";

/** What became of each arm's samples, how long the replies are, and the accuracies by category. */
export function answersSection(run: BenchRun): PageSection | null {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return null;
  return {
    id: "answers",
    title: "Answers",
    body: html`${plainTable("What became of each stack’s samples", countsTable(run, compared))}
<p class="quiet">${COUNTS_NOTE}</p>
${plainTable("Length of the replies, means", lengthsTable(run, compared), ["benchmark"])}
${categories(run)}`,
  };
}

function categories(run: BenchRun): Markup | null {
  const tables = categoryTables(run, comparedBenchmarks(run));
  if (tables.length === 0) return null;
  return html`<h3>By category</h3>
<p class="quiet">${categoriesNote(tables)}</p>
${tables.map(
  ({ title, table }) => html`<details><summary>${shortened(title, LONGEST_TITLE)}</summary>
${plainTable("Accuracy by category", table)}</details>
`,
)}`;
}

const LONGEST_TITLE = 300;

/** How many answers the baseline flips by itself, beside the candidate's flips. */
export function selfNoiseSection(run: BenchRun): PageSection | null {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return null;
  const table = selfNoiseTable(run, compared);
  const body =
    table === null
      ? html`<p>${NO_SELF_NOISE}</p>`
      : html`${plainTable("Flips of the baseline by itself, and with the candidate", table)}
<p class="quiet">${selfNoiseNote(run, compared)}</p>`;
  return { id: "self-noise", title: "The baseline against itself", body };
}
