import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { RunEvidence } from "../../../contracts/run-evidence.ts";
import { cut } from "../../data-text.ts";
import type { PageSection } from "../../page/document.ts";
import { filteredList } from "../../page/filters.ts";
import { html, type Markup } from "../../page/markup.ts";
import { comparedBenchmarks, plural } from "../figures.ts";
import { CAUSES_NOTE, causesTable } from "../tables/flip-causes.ts";
import { facetsFor, offeredFacet } from "./flip-facets.ts";
import { type FlipRows, flipRows } from "./flip-rows.ts";
import { plainTable } from "./plain-table.ts";
import { type PageFlip, shownFlips } from "./shown-flips.ts";

/** How many outcomes differ and why, and each of them with both replies side by side. */
export function flipsSection(run: BenchRun, evidence: RunEvidence): PageSection | null {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return null;
  const all = compared.reduce((sum, { flipCauses }) => sum + total(flipCauses), 0);
  const flips = shownFlips(run, evidence);
  const body =
    all === 0 && flips.length === 0
      ? html`<p>No answer’s outcome differs between the stacks.</p>`
      : html`${plainTable("Questions that flipped, and their samples by cause", causesTable(compared))}
<p class="quiet">Lost: right with the baseline, wrong with the candidate; gained: the other way round. ${CAUSES_NOTE}</p>
${flips.length === 0 ? null : list(flips, run, Math.max(all, flips.length))}`;
  return { id: "flips", title: "Flips", body };
}

function list(flips: readonly PageFlip[], run: BenchRun, all: number): Markup {
  const facets = facetsFor(flips);
  const rows = flipRows(flips, run, (flip) =>
    Object.fromEntries(facets.map(({ name, codeOf }) => [name, codeOf(flip)])),
  );
  const offered = facets
    .map((facet) => offeredFacet(facet, rows.listed))
    .filter(({ choices }) => choices.length > 1);
  return html`${leftOut(rows, all)}
${filteredList({
  id: "flip",
  what: "flips",
  facets: offered,
  count: rows.listed.length,
  body: flipTable(rows, run),
  hasDetails: rows.withReplies > 0,
})}`;
}

/** What is not here, and where it is. */
function leftOut({ listed, withReplies }: FlipRows, all: number): Markup {
  const rows =
    listed.length < all
      ? `Of ${all} flips, ${listed.length} are listed, each benchmark’s first ones; all are in samples.jsonl.`
      : `All ${plural(all, "flip")} are listed.`;
  const texts =
    withReplies < listed.length
      ? ` The replies of ${withReplies} of them stand below their rows; those of the others, where the run has them, are in its folder (journal, or samples.jsonl for outputs of another harness).`
      : "";
  return html`<p>${rows}${texts} Long replies are cut around the place where they part. The search looks at what is on this page.</p>`;
}

function flipTable({ rows }: FlipRows, { baseline, candidate }: BenchRun): Markup {
  const caption = "Flips, with both replies where they are known";
  const titles = [
    "question",
    "benchmark",
    "outcome",
    "cause",
    `${cut(baseline.label, LONGEST_LABEL)}’s answer`,
    `${cut(candidate.label, LONGEST_LABEL)}’s answer`,
    "right answer",
  ];
  return html`<div class="scroll" role="group" aria-label="Table: ${caption}" tabindex="0">
<table class="flips">
<caption>${caption}</caption>
<thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
${rows}</table>
</div>
`;
}

const LONGEST_LABEL = 40;

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
