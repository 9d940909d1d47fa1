import type { AnyRun } from "../../contracts/any-run.ts";
import type { Arm } from "../../contracts/run-parts.ts";
import { html, type Markup, shortened } from "./markup.ts";
import { plainRows, table } from "./table.ts";
import { EVIDENCE_TONES, tag } from "./tones.ts";

type Arms = Pick<AnyRun, "baseline" | "candidate">;

const LONGEST_NAME = 200;
const LONGEST_SENTENCE = 2000;
const LONGEST_LIST = 2000;

/** Where an arm's answers come from, in words. */
const SOURCES: Readonly<Record<Arm["source"], string>> = {
  recording: "replayed from a recording",
  endpoint: "a live server",
  process: "a server started for this run",
  docker: "a container of this run",
  embedded: "computed in this process",
  predictions: "answers from a file",
  file: "read from a file",
};

/** Both arms side by side: who they are, where their answers come from, and what proves it. */
export function armCards({ baseline, candidate }: Arms): Markup {
  return html`<div class="arms">${armCard("baseline", baseline)}${armCard("candidate", candidate)}</div>`;
}

function armCard(role: "baseline" | "candidate", { stack, label, source, evidence }: Arm): Markup {
  const named =
    stack === label ? null : html` <span class="quiet">(${shortened(stack, LONGEST_NAME)})</span>`;
  return html`<div class="arm" data-role="${role}">
<h2>${role}: ${shortened(label, LONGEST_NAME)}${named}</h2>
<p>${SOURCES[source]}</p>
<p>${tag(`evidence ${evidence.status}`, EVIDENCE_TONES[evidence.status])} ${shortened(evidence.summary, LONGEST_SENTENCE)}</p>
</div>
`;
}

/** What is known of both arms' machines and software, with what proves that FlagOS ran. */
export function environmentBody(arms: Arms): Markup {
  const { baseline, candidate } = arms;
  const keys = [...new Set([...Object.keys(baseline.environment), ...Object.keys(candidate.environment)])];
  const rows = [
    ["where the answers come from", SOURCES[baseline.source], SOURCES[candidate.source]],
    ["evidence", baseline.evidence.status, candidate.evidence.status],
    ...keys.map((key) => [key, baseline.environment[key] ?? "", candidate.environment[key] ?? ""]),
  ].slice(0, LONGEST_LIST);
  return html`${table({
    caption: "Both arms' environments",
    columns: [{ title: "what" }, { title: shortName(baseline.label) }, { title: shortName(candidate.label) }],
    rows: plainRows(rows.map((row) => row.map((text) => shortened(text, LONGEST_SENTENCE)))),
  })}
${[baseline, candidate].map(evidenceDetails)}`;
}

function evidenceDetails({ label, evidence }: Arm): Markup {
  const operators = Object.keys(evidence.operators ?? {});
  const notes = evidence.notes ?? [];
  const noted =
    notes.length === 0
      ? null
      : html`<ul>${notes.slice(0, LONGEST_LIST).map((text) => html`<li>${shortened(text, LONGEST_SENTENCE)}</li>`)}</ul>`;
  const named =
    operators.length === 0
      ? null
      : html`<details><summary>Operators in the log of ${shortName(label)} (${operators.length})</summary>
<p>${operators.slice(0, LONGEST_LIST).map((name) => html`<code>${shortened(name, LONGEST_NAME)}</code> `)}</p></details>`;
  return html`${noted}${named}`;
}

/** A label for a heading. */
function shortName(label: string): string {
  return label.length > 80 ? `${label.slice(0, 79)}…` : label;
}
