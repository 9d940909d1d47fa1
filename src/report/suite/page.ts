import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import { pageDocument } from "../page/document.ts";
import { html, type Markup, shortened } from "../page/markup.ts";
import { pageFoot } from "../page/page-foot.ts";
import { ending, facts, note, reasons, sentence } from "../page/page-head.ts";
import { table } from "../page/table.ts";
import { printDuration } from "../page/times.ts";
import { type Tone, tag, VERDICT_TONES, verdictBadge } from "../page/tones.ts";
import { countOfParts, figureText, linkTo, outcomeWord } from "./figures.ts";

const LONGEST_NAME = 200;
const FIGURES_SHOWN = 12;

/** The page above the parts' own: the verdict, a row for each part, and what ended those that have no result. */
export function suitePage(run: SuiteRun): string {
  const failed = run.parts.filter(({ failure }) => failure !== null);
  return pageDocument({
    title: `${run.verdict.toUpperCase()}: ${run.suite.name.slice(0, 200)} (suite, fvalidate)`,
    head: head(run),
    sections: [
      { id: "parts", title: "Parts", body: partTable(run.parts) },
      ...(failed.length === 0
        ? []
        : [{ id: "failures", title: "What went wrong", body: failed.map(failure) }]),
    ],
    foot: pageFoot(run),
  });
}

function head(run: SuiteRun): Markup {
  const { suite, warnings, verdict, headline, parts } = run;
  return html`<header class="head" id="verdict">
<p class="kicker">fvalidate · suite · ${sentence(suite.title)}</p>
${warnings.map((warning) => note("open", "Warning", sentence(warning)))}
${ending(run)}
<h1>${verdictBadge(verdict)} ${sentence(headline)}</h1>
${reasons(run.reasons)}
<p class="quiet">${countOfParts(parts)} of the suite ${sentence(suite.name)}</p>
${facts(run)}
</header>
`;
}

function partTable(parts: readonly PartRun[]): Markup {
  return table({
    caption: "The suite's parts, each with its own page",
    columns: [
      { title: "part" },
      { title: "kind" },
      { title: "verdict" },
      { title: "baseline" },
      { title: "candidate" },
      { title: "figures" },
      { title: "in words" },
      { title: "took", isNumber: true },
    ],
    rows: parts.map((part) => ({
      mark: markOf(part),
      cells: [
        linkedName(part),
        part.kind,
        verdictCell(part),
        shortened(part.baseline.label, LONGEST_NAME),
        shortened(part.candidate.label, LONGEST_NAME),
        figures(part),
        sentence(part.headline),
        { shown: printDuration(part.durationMilliseconds), sort: part.durationMilliseconds },
      ],
    })),
    isSortable: true,
  });
}

function linkedName(part: PartRun): Markup {
  const link = linkTo(part, "report.html");
  const name = shortened(part.name, LONGEST_NAME);
  return link === null ? name : html`<a href="${link}">${name}</a>`;
}

function verdictCell(part: PartRun): Markup {
  const { drift } = part;
  const moved =
    drift === null
      ? null
      : html` ${tag(`drift ${drift.verdict ?? "without a reference"}`, toneOf(drift.verdict))}`;
  return html`${tag(outcomeWord(part), toneOf(part.status === "complete" ? part.verdict : null))}${moved}`;
}

function toneOf(verdict: PartRun["verdict"]): Tone {
  return verdict === null ? "none" : VERDICT_TONES[verdict];
}

function markOf({ status, verdict }: PartRun): "good" | "bad" | "open" {
  const tone = toneOf(status === "complete" ? verdict : null);
  return tone === "none" ? "open" : tone;
}

function figures({ figures: all }: PartRun): Markup {
  const shown = all.slice(0, FIGURES_SHOWN).map((figure) => html`<div>${figureText(figure)}</div>`);
  const more = all.length - shown.length;
  return html`${shown}${more > 0 ? html`<div>${more} more</div>` : null}`;
}

function failure({ name, failure: ended }: PartRun): Markup {
  return html`<h3>${shortened(name, LONGEST_NAME)}</h3>
${ending({ status: "failed", failure: ended })}`;
}
