import type { CompareRun } from "../../../contracts/compare-run.ts";
import { html, type Markup, shortened } from "../../page/markup.ts";
import { plainRows, table } from "../../page/table.ts";
import { missingCount } from "../figures.ts";
import { madeWithin } from "./budget.ts";

const NAMES_BYTES = 60_000;
const LONGEST_NAME = 300;

/** Names that one side alone has, and those that a mapping renamed; `null` where there is neither. */
export function namesBody(run: CompareRun): Markup | null {
  const { missing, settings, tensors } = run;
  const renamed = tensors.flatMap(({ name, candidateName }) =>
    candidateName === undefined ? [] : [{ name, candidateName }],
  );
  if (missingCount(run) === 0 && renamed.length === 0) return null;
  const effect = settings.allowMissing ? "they were let pass" : "the verdict counts them as a failure";
  const meaning = missingCount(run) === 0 ? null : html`<p>Names on one side only: ${effect}.</p>`;
  return html`${meaning}
${oneSided("candidate", missing.fromCandidate)}
${oneSided("baseline", missing.fromBaseline)}
${renames(renamed)}`;
}

function oneSided(side: string, names: readonly string[]): Markup | null {
  if (names.length === 0) return null;
  const shown = madeWithin(names, NAMES_BYTES, (name) => {
    const piece = html`<li><code>${shortened(name, LONGEST_NAME)}</code></li>`;
    return { piece, text: piece.text };
  });
  const open = names.length <= 20 ? html` open` : null;
  return html`<details${open}><summary>${names.length} not in the ${side}</summary>
<ul>${shown}</ul>
${leftOut(shown.length, names.length)}
</details>`;
}

function renames(
  renamed: readonly { readonly name: string; readonly candidateName: string }[],
): Markup | null {
  if (renamed.length === 0) return null;
  const shown = madeWithin(renamed, NAMES_BYTES, ({ name, candidateName }) => {
    const piece = [shortened(name, LONGEST_NAME), shortened(candidateName, LONGEST_NAME)];
    return { piece, text: piece.map(({ text }) => text).join(ROW_FRAME) };
  });
  return html`<details><summary>${renamed.length} renamed by the mapping</summary>
${table({
  caption: "Names in the baseline and in the candidate",
  columns: [{ title: "baseline" }, { title: "candidate" }],
  rows: plainRows(shown),
})}
${leftOut(shown.length, renamed.length)}
</details>`;
}

const ROW_FRAME = " ".repeat(50);

function leftOut(shown: number, all: number): Markup | null {
  return shown === all ? null : html`<p>${all - shown} more are in <code>run.json</code>.</p>`;
}
