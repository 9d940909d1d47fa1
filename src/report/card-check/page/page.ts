import type { CardCheckRow, CardCheckRun, CardOutcome } from "../../../contracts/card-check-run.ts";
import type { RunEvidence } from "../../../contracts/run-evidence.ts";
import { NO_FIGURE } from "../../bench/figures.ts";
import { environmentBody } from "../../page/arms.ts";
import { type PageSection, pageDocument } from "../../page/document.ts";
import { filteredList } from "../../page/filters.ts";
import { html, type Markup, shortened } from "../../page/markup.ts";
import { pageFoot } from "../../page/page-foot.ts";
import { pageHead, pageTitle, sentence } from "../../page/page-head.ts";
import { type TableRow, table } from "../../page/table.ts";
import { printInstant } from "../../page/times.ts";
import { tag, VERDICT_TONES } from "../../page/tones.ts";
import { measuredText, statedText } from "../figures.ts";
import { CARD_TONES } from "../tones.ts";
import { checksBody } from "./checks.ts";
import { readingsBody } from "./readings.ts";

/** No published card has more; a file of any size must not make a page of any size. */
const MOST_ROWS = 500;
const LONGEST_NAME = 300;
const MOST_ITEMS = 500;

/** The page of a finished run beside a published model card. */
export function cardCheckPage(run: CardCheckRun, evidence: RunEvidence): string {
  const { assumptions, notes, notOnCard, unread } = run;
  return pageDocument({
    title: pageTitle(run),
    head: pageHead(run, evidence),
    sections: [
      { id: "rows", title: "The card's rows beside the run", body: rowsBody(run) },
      ...optional("figures", "Figures", checksBody(run)),
      ...optional("readings", "How the card was read", readingsBody(run)),
      ...listed("assumptions", "What is taken for granted", assumptions),
      ...listed("missing", "Benchmarks of the run that the card has not", notOnCard.map(nameOf)),
      ...listed(
        "notes",
        "The card by itself",
        notes.map(({ line, text }) => `line ${line}: ${text}`),
      ),
      ...listed(
        "unread",
        "Not read",
        unread.map((cell) => `line ${cell.line}, column ${cell.column}: “${cell.raw}”: ${cell.reason}`),
      ),
      { id: "sources", title: "Sources", body: sourcesBody(run) },
      { id: "environment", title: "Environment of the run", body: environmentBody(run) },
    ],
    foot: pageFoot(run),
    style: STYLE,
  });
}

const STYLE = `#rows th[scope="row"], #figures th[scope="row"] { min-width: 11rem; }
`;

function rowsBody({ rows }: CardCheckRun): Markup {
  if (rows.length === 0) return html`<p>The card has no row that could be read.</p>`;
  const shown = rows.slice(0, MOST_ROWS);
  const outcomes = (["disagrees", "cannot tell", "agrees"] as const).filter((outcome) =>
    rows.some((row) => row.outcome === outcome),
  );
  return html`<p>${countText(rows)}.</p>
${filteredList({
  id: "row",
  what: "rows",
  count: shown.length,
  facets: [
    { name: "outcome", label: "Outcome", choices: outcomes.map((value) => ({ value, label: value })) },
  ],
  body: table({
    caption: "Each row of the card, in its order",
    columns: [
      { title: "card" },
      { title: "line", isNumber: true },
      { title: "states" },
      { title: "run" },
      { title: "benchmark" },
      { title: "outcome" },
      { title: "why" },
    ],
    rows: shown.map(rowOf),
    isSortable: true,
  }),
})}
${rows.length > shown.length ? html`<p>${rows.length - shown.length} more are in <code>run.json</code>.</p>` : null}`;
}

function countText(rows: readonly CardCheckRow[]): string {
  const count = (outcome: CardOutcome) => rows.filter((row) => row.outcome === outcome).length;
  return `${rows.length} ${rows.length === 1 ? "row" : "rows"}: ${count("agrees")} agree, ${count("disagrees")} disagree, ${count("cannot tell")} cannot be told`;
}

function rowOf(row: CardCheckRow): TableRow {
  const { outcome } = row;
  return {
    cells: [
      shortened(row.metric, LONGEST_NAME),
      row.line,
      shortened(statedText(row), LONGEST_NAME),
      measuredText(row),
      shortened(row.benchmark?.name ?? NO_FIGURE, LONGEST_NAME),
      tag(outcome, CARD_TONES[outcome]),
      sentence(row.reason),
    ],
    facets: { outcome },
    ...(outcome === "agrees" ? {} : { mark: outcome === "disagrees" ? "bad" : "open" }),
  };
}

function sourcesBody({ card, checked }: CardCheckRun): Markup {
  return html`<dl class="facts">
<dt>card</dt><dd><code>${sentence(card.path)}</code></dd>
<dt>its SHA-256</dt><dd><code>${card.sha256}</code></dd>
<dt>run</dt><dd><code>${sentence(checked.id)}</code>, ${sentence(checked.kind)}, of ${printInstant(checked.createdAt)}</dd>
<dt>its verdict</dt><dd>${tag(checked.verdict, VERDICT_TONES[checked.verdict])} ${sentence(checked.headline)}</dd>
</dl>`;
}

function nameOf({ name, cardName }: { readonly name: string; readonly cardName: string }): string {
  return name === cardName ? name : `${cardName} (${name})`;
}

function listed(id: string, title: string, items: readonly string[]): PageSection[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, MOST_ITEMS).map((item) => html`<li>${sentence(item)}</li>`);
  const left =
    items.length > MOST_ITEMS
      ? html`<p>${items.length - MOST_ITEMS} more are in <code>run.json</code>.</p>`
      : null;
  return [{ id, title, body: html`<ul>${shown}</ul>${left}` }];
}

function optional(id: string, title: string, body: Markup | null): PageSection[] {
  return body === null ? [] : [{ id, title, body }];
}
