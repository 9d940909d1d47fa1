import type { AnyRun } from "../../contracts/any-run.ts";
import type { RunEvidence } from "../../contracts/run-evidence.ts";
import { shellLine } from "../../support/shell-quote.ts";
import { armCards } from "./arms.ts";
import { html, type Markup, shortened, type Value } from "./markup.ts";
import { printDuration, printInstant } from "./times.ts";
import { type Tone, verdictBadge } from "./tones.ts";

/** A sentence is no longer than this on a page; the whole stands in `run.json`. */
const LONGEST_SENTENCE = 2000;
const LONGEST_LOG = 20_000;
/** So many reasons stand in the open; the others are folded away. */
const REASONS_SHOWN = 12;

/** A figure that a person looks for first, in the head of the page. */
export interface Highlight {
  readonly label: string;
  readonly value: string;
  /** What it is held against. */
  readonly beside?: string;
  readonly tone?: Tone;
}

/**
 * What every page begins with: warnings, the verdict and its reasons, what was compared, and how to do it again.
 * @param highlights the few figures that the verdict hangs on
 */
export function pageHead(
  run: AnyRun,
  { gaps }: Pick<RunEvidence, "gaps">,
  highlights: readonly Highlight[] = [],
): Markup {
  return html`<header class="head" id="verdict">
<p class="kicker">fvalidate · ${run.kind} · ${sentence(run.suite.title)}</p>
${run.warnings.map((warning) => note("open", "Warning", sentence(warning)))}
${ending(run)}
${partOf(run)}
<h1>${verdictBadge(run.verdict)} ${sentence(run.headline)}</h1>
${highlightTiles(highlights)}
${reasons(run.reasons)}
<p class="quiet">${sentence(run.origin)}</p>
${armCards(run)}
${gaps.length === 0 ? null : note("none", "Not on this page", html`<ul>${gaps.map((gap) => html`<li>${sentence(gap)}</li>`)}</ul>`)}
${facts(run)}
</header>
`;
}

function highlightTiles(highlights: readonly Highlight[]): Markup | null {
  if (highlights.length === 0) return null;
  const tiles = highlights.map(
    ({ label, value, beside = "", tone = "none" }) =>
      html`<div class="tile" data-edge="${tone}"><dt>${label}</dt><dd><strong>${value}</strong> <span>${beside}</span></dd></div>`,
  );
  return html`<dl class="tiles">${tiles}</dl>`;
}

/** What a browser's tab is called. */
export function pageTitle({ verdict, kind, baseline, candidate }: AnyRun): string {
  const arms = `${candidate.label} against ${baseline.label}`;
  return `${verdict.toUpperCase()}: ${arms.slice(0, 200)} (${kind}, fvalidate)`;
}

/** A box that stands out, with the word that says why. */
export function note(tone: Tone, word: string, body: Value): Markup {
  return html`<div class="note" data-tone="${tone}"><strong>${word}.</strong> <div class="said">${body}</div></div>
`;
}

/** A sentence from a run, of a length that a page can show. */
export function sentence(text: string): Markup {
  return shortened(text, LONGEST_SENTENCE);
}

/** What ended it early, where something did. */
export function ending({ status, failure }: Pick<AnyRun, "status" | "failure">): Markup | null {
  if (status === "complete") return null;
  const word = status === "interrupted" ? "Interrupted" : "Failed";
  const hint = failure?.hint == null ? null : html` ${sentence(failure.hint)}`;
  const log =
    failure?.log === undefined
      ? null
      : html`<details open><summary>What it printed last</summary><pre>${shortened(failure.log, LONGEST_LOG)}</pre></details>`;
  const message = sentence(failure?.message ?? "The run did not come to its end.");
  return html`${note("bad", word, html`${message}${hint}`)}${log}`;
}

function partOf({ shard }: AnyRun): Markup | null {
  if (shard === undefined) return null;
  const which = `This is part ${shard.index} of ${shard.count} of a run: the questions of the other parts are not in it.`;
  return note("open", "Shard", which);
}

/** The first in the open, the others folded away. */
export function reasons(all: readonly string[]): Markup | null {
  if (all.length === 0) return null;
  const list = (some: readonly string[]) =>
    html`<ul class="reasons">${some.map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>`;
  const others = all.slice(REASONS_SHOWN);
  if (others.length === 0) return list(all);
  return html`${list(all.slice(0, REASONS_SHOWN))}
<details><summary>${others.length} more reasons</summary>${list(others)}</details>`;
}

type Facts = Pick<AnyRun, "id" | "createdAt" | "durationMilliseconds" | "tool" | "command">;

/** How to do it again, and when it was done. */
export function facts({ id, createdAt, durationMilliseconds, tool, command }: Facts): Markup {
  return html`<details>
<summary>How to run it again</summary>
<pre>${shortened(shellLine(["fvalidate", ...command]), LONGEST_LOG)}</pre>
</details>
<dl class="facts">
<dt>run</dt><dd><code>${sentence(id)}</code></dd>
<dt>began</dt><dd>${printInstant(createdAt)}, took ${printDuration(durationMilliseconds)}</dd>
<dt>with</dt><dd>fvalidate ${sentence(tool.version)} on Node ${sentence(tool.node)}</dd>
</dl>`;
}
