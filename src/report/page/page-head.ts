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

/** What every page begins with: warnings, the verdict and its reasons, what was compared, and how to do it again. */
export function pageHead(run: AnyRun, { gaps }: Pick<RunEvidence, "gaps">): Markup {
  return html`<header class="head" id="verdict">
<p class="kicker">fvalidate · ${run.kind} · ${sentence(run.suite.title)}</p>
${run.warnings.map((warning) => note("open", "Warning", sentence(warning)))}
${ending(run)}
${partOf(run)}
<h1>${verdictBadge(run.verdict)} ${sentence(run.headline)}</h1>
${reasons(run.reasons)}
<p class="quiet">${sentence(run.origin)}</p>
${armCards(run)}
${gaps.length === 0 ? null : note("none", "Not on this page", html`<ul>${gaps.map((gap) => html`<li>${sentence(gap)}</li>`)}</ul>`)}
${facts(run)}
</header>
`;
}

/** What a browser's tab is called. */
export function pageTitle({ verdict, kind, baseline, candidate }: AnyRun): string {
  const arms = `${candidate.label} against ${baseline.label}`;
  return `${verdict.toUpperCase()}: ${arms.slice(0, 200)} (${kind}, fvalidate)`;
}

/** A box that stands out, with the word that says why. */
export function note(tone: Tone, word: string, body: Value): Markup {
  return html`<div class="note" data-tone="${tone}"><strong>${word}.</strong> <span>${body}</span></div>
`;
}

/** A sentence from a run, of a length that a page can show. */
export function sentence(text: string): Markup {
  return shortened(text, LONGEST_SENTENCE);
}

function ending({ status, failure }: AnyRun): Markup | null {
  if (status === "complete") return null;
  const word = status === "interrupted" ? "Interrupted" : "Failed";
  const hint = failure?.hint == null ? null : html` ${sentence(failure.hint)}`;
  const log =
    failure?.log === undefined
      ? null
      : html`<details open><summary>What it printed last</summary><pre>${shortened(failure.log, LONGEST_LOG)}</pre></details>`;
  return note(
    "bad",
    word,
    html`${sentence(failure?.message ?? "The run did not come to its end.")}${hint}${log}`,
  );
}

function partOf({ shard }: AnyRun): Markup | null {
  if (shard === undefined) return null;
  const which = `This is part ${shard.index} of ${shard.count} of a run: the questions of the other parts are not in it.`;
  return note("open", "Shard", which);
}

function reasons(all: readonly string[]): Markup | null {
  if (all.length === 0) return null;
  const list = (some: readonly string[]) =>
    html`<ul class="reasons">${some.map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>`;
  const others = all.slice(REASONS_SHOWN);
  if (others.length === 0) return list(all);
  return html`${list(all.slice(0, REASONS_SHOWN))}
<details><summary>${others.length} more reasons</summary>${list(others)}</details>`;
}

function facts({ id, createdAt, durationMilliseconds, tool, command }: AnyRun): Markup {
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
