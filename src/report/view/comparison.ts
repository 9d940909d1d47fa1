import type { AnyRun } from "../../contracts/any-run.ts";
import { type PageSection, pageDocument } from "../page/document.ts";
import { html, type Markup, shortened } from "../page/markup.ts";
import { note, sentence } from "../page/page-head.ts";
import { printDuration, printInstant } from "../page/times.ts";
import { tag, verdictBadge } from "../page/tones.ts";
import { comparisonAddress, runAddress } from "./addresses.ts";
import { viewBar } from "./bar.ts";
import { benchmarkSections } from "./comparison-benchmarks.ts";
import { conditionSection } from "./comparison-conditions.ts";
import { figureSections } from "./comparison-figures.ts";
import { gateSections } from "./comparison-gates.ts";
import { cardRowSections, tensorSections } from "./comparison-rows.ts";
import { COMPARISON_STYLE } from "./style.ts";

/** A run and the name of its folder. */
export interface NamedRun {
  readonly name: string;
  readonly run: AnyRun;
}

/** Two runs side by side: verdicts, every figure that both have, and what they were made under that differs. */
export function comparisonPage(a: NamedRun, b: NamedRun): string {
  return pageDocument({
    title: "Two runs side by side (fvalidate)",
    topTitle: "Verdicts",
    style: COMPARISON_STYLE,
    bar: viewBar([html`<a href="${comparisonAddress(b.name, a.name)}">Swap A and B</a>`]),
    head: head(a, b),
    sections: sections(a.run, b.run),
    foot: html`<footer class="foot"><p>Differences are run B − run A; those of accuracies are percentage points.</p></footer>`,
  });
}

function head(a: NamedRun, b: NamedRun): Markup {
  return html`<header class="head" id="verdict">
<h1>Two runs side by side</h1>
${warnings(a.run, b.run).map((text) => note("open", "Beware", text))}
<div class="sides">${side("A", a)}${side("B", b)}</div>
</header>
`;
}

function side(letter: "A" | "B", { name, run }: NamedRun): Markup {
  const {
    baseline,
    candidate,
    headline,
    verdict,
    kind,
    suite,
    createdAt,
    durationMilliseconds,
    status,
    reasons,
  } = run;
  return html`<div class="side">
<h2>Run ${letter}: <a href="${runAddress(name)}">${shortened(name, 300)}</a></h2>
<p>${verdictBadge(verdict)} ${status === "complete" ? null : tag(status, "bad")}</p>
<p>${sentence(headline)}</p>
<ul>${reasons.slice(0, REASONS).map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>
<p class="quiet">${kind} · ${sentence(suite.title)} · ${sentence(candidate.label)} against ${sentence(baseline.label)}</p>
<p class="quiet">${printInstant(createdAt)}, took ${printDuration(durationMilliseconds)}</p>
</div>
`;
}

const REASONS = 5;

/** What keeps two runs from being compared figure by figure. */
function warnings(a: AnyRun, b: AnyRun): string[] {
  const kinds =
    a.kind === b.kind
      ? []
      : [`Run A is of the kind ${a.kind} and run B of ${b.kind}: few figures are of both.`];
  const [ofA, ofB] = [capsuleOf(a), capsuleOf(b)];
  const inputs =
    ofA === null || ofB === null || ofA === ofB
      ? []
      : [
          "The runs asked different questions: their capsules differ, and so may their figures for that reason alone.",
        ];
  const partial = [a, b].some(({ status }) => status !== "complete")
    ? ["A run that did not come to its end has the figures of a part only."]
    : [];
  return [...kinds, ...inputs, ...partial];
}

function capsuleOf(run: AnyRun): string | null {
  return "capsule" in run ? run.capsule.sha256 : null;
}

function sections(a: AnyRun, b: AnyRun): PageSection[] {
  return [
    ...gateSections(a, b),
    ...benchmarkSections(a, b),
    ...tensorSections(a, b),
    ...cardRowSections(a, b),
    ...figureSections(a, b),
    conditionSection(a, b),
  ];
}
