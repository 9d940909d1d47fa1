import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { PageSection } from "../../page/document.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { plural } from "../figures.ts";
import { askedTable, dataSentence, environmentTable, runSettingsTable } from "../tables/settings.ts";
import { list } from "./list.ts";
import { plainTable } from "./plain-table.ts";

/** How the questions were asked, of what, and what is known of both stacks. */
export function settingsSections(run: BenchRun): PageSection[] {
  return [
    {
      id: "settings",
      title: "Settings and data",
      body: html`${run.benchmarks.length === 0 ? null : plainTable("How each benchmark was asked and read", askedTable(run))}
${list(run.benchmarks.map(dataSentence))}
${capsule(run)}
${plainTable("Policy and limits", runSettingsTable(run), ["setting", "value"])}`,
    },
    {
      id: "environment",
      title: "Environment and evidence",
      body: html`${plainTable("Both stacks", environmentTable(run), ["what"])}
${operators(run)}`,
    },
  ];
}

function capsule({ capsule: { questions, description, sha256 } }: BenchRun): Markup {
  const hash = sha256 === null ? null : html` SHA-256 of what was asked: <code>${sha256}</code>.`;
  return html`<p>${plural(questions, "question")}: ${sentence(description)}.${hash}</p>`;
}

const MOST_OPERATORS = 2000;

function operators({ candidate }: BenchRun): Markup | null {
  const names = Object.keys(candidate.evidence.operators ?? {});
  if (names.length === 0) return null;
  return html`<details><summary>Operators in the candidate’s log (${names.length})</summary>
<p>${names.slice(0, MOST_OPERATORS).map((name) => html`<code>${sentence(name)}</code> `)}</p></details>`;
}
