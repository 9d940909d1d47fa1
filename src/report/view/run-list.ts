import { pageDocument } from "../page/document.ts";
import { html, joined, type Markup, shortened } from "../page/markup.ts";
import { printInstant } from "../page/times.ts";
import { tag, VERDICT_TONES } from "../page/tones.ts";
import { runAddress } from "./addresses.ts";
import { viewBar } from "./bar.ts";
import { CHOICES, filterAddress, type ListFilter, matches } from "./list-filter.ts";
import type { ListedRun } from "./listed-run.ts";
import { LIST_STYLE } from "./style.ts";

/** So many runs stand on one page. */
export const RUNS_SHOWN = 200;
const LONGEST_NAME = 160;
const LONGEST_SENTENCE = 400;

/** All runs that are looked for, the newest first; two of them can be chosen and shown side by side. */
export function runListPage(runs: readonly ListedRun[], filter: ListFilter): string {
  const found = runs.filter((run) => matches(run, filter));
  const shown = found.slice(filter.from, filter.from + RUNS_SHOWN);
  return pageDocument({
    title: "Runs (fvalidate)",
    hasForms: true,
    topTitle: "Runs",
    style: LIST_STYLE,
    bar: viewBar([]),
    head: html`<header class="head" id="verdict">
<h1>Runs</h1>
<p class="quiet">${countText(runs.length, found.length)}</p>
${filterForm(filter)}
</header>
`,
    sections: [{ id: "list", title: "The newest first", body: list(shown, found.length, filter) }],
    foot: html``,
  });
}

function countText(all: number, found: number): string {
  if (all === 0) return "There are no runs in the reports folder yet. They appear here once they are made.";
  const runs = `${all} ${all === 1 ? "run" : "runs"}`;
  return found === all ? runs : `${found} of ${runs} match`;
}

function filterForm(filter: ListFilter): Markup {
  const { search, verdict, kind, status } = filter;
  return html`<form class="filters" method="get" action="/" role="search" aria-label="Narrow down the runs">
<label>Search <input type="search" name="search" value="${search}"></label>
${choice("verdict", verdict)}
${choice("kind", kind)}
${choice("status", status)}
<button type="submit">Filter</button>
<a href="/">Show all</a>
</form>`;
}

function choice(name: keyof typeof CHOICES, chosen: string): Markup {
  const options = CHOICES[name].map(
    (value) => html`<option value="${value}"${value === chosen ? html` selected` : null}>${value}</option>`,
  );
  return html`<label>${name} <select name="${name}"><option value="">all</option>${options}</select></label>`;
}

function list(shown: readonly ListedRun[], found: number, filter: ListFilter): Markup {
  if (shown.length === 0) return html`<p>No run is to be listed here.</p>`;
  return html`<form method="get" action="/compare" aria-label="Choose two runs">
<p class="choose"><button type="submit">Show two side by side</button> <span class="quiet">Choose two runs of one kind.</span></p>
<ul class="runs">
${shown.map(item)}</ul>
</form>
${pages(found, filter)}`;
}

function item(run: ListedRun, index: number): Markup {
  return run.summary === null ? brokenItem(run) : runItem(run, index);
}

function runItem({ name, at, summary }: Extract<ListedRun, { problem: null }>, index: number): Markup {
  const { verdict, kind, suite, baseline, candidate, headline, status, warnings, shard } = summary;
  const arms =
    baseline === undefined || candidate === undefined
      ? null
      : html`<span>${shortened(candidate.label, LONGEST_NAME)} against ${shortened(baseline.label, LONGEST_NAME)}</span>`;
  const facts = [
    html`<span>${kind}</span>`,
    html`<span>${shortened(suite.title, LONGEST_NAME)}</span>`,
    ...(arms === null ? [] : [arms]),
    html`<time datetime="${at}">${printInstant(at)}</time>`,
  ];
  const marks = [
    ...(status === "complete" ? [] : [tag(status, "bad")]),
    ...(shard === undefined ? [] : [tag(`shard ${shard.index} of ${shard.count}`, "open")]),
    ...(warnings.length === 0
      ? []
      : [tag(`${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}`, "open")]),
  ];
  return html`<li class="run">
<input type="checkbox" name="run" value="${name}" id="run-${index}" aria-label="Choose ${name}">
<div class="run-verdict">${tag(verdict, VERDICT_TONES[verdict])}</div>
<div class="run-text"><a class="run-link" href="${runAddress(name)}">${shortened(headline, LONGEST_SENTENCE)}</a>
<p class="run-facts quiet">${joined(facts, " · ")}</p>
<p class="run-facts"><label for="run-${index}"><code>${shortened(name, LONGEST_NAME)}</code></label> ${joined(marks, " ")}</p></div>
</li>
`;
}

function brokenItem({ name, at, problem }: Extract<ListedRun, { summary: null }>): Markup {
  return html`<li class="run">
<span class="run-gap"></span>
<div class="run-verdict">${tag("cannot be shown", "none")}</div>
<div class="run-text"><code>${shortened(name, LONGEST_NAME)}</code>
<p class="run-facts lines">${shortened(problem, LONGEST_SENTENCE)}</p>
<p class="run-facts quiet"><time datetime="${at}">${printInstant(at)}</time></p></div>
</li>
`;
}

function pages(found: number, filter: ListFilter): Markup | null {
  if (found <= RUNS_SHOWN && filter.from === 0) return null;
  const later =
    filter.from === 0
      ? null
      : html`<a href="${filterAddress(filter, Math.max(0, filter.from - RUNS_SHOWN))}">Newer runs</a>`;
  const end = filter.from + RUNS_SHOWN;
  const earlier = end >= found ? null : html`<a href="${filterAddress(filter, end)}">Older runs</a>`;
  return html`<p>Runs ${filter.from + 1} to ${Math.min(end, found)} of ${found}. ${later} ${earlier}</p>`;
}
