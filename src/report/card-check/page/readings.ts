import type { CardCheckRun } from "../../../contracts/card-check-run.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { readingSentences } from "../readings.ts";

const MOST = 500;

/** How each row was read, folded away; `null` where all is plain. */
export function readingsBody({ rows }: CardCheckRun): Markup | null {
  const found = readingSentences(rows);
  if (found.length === 0) return null;
  const left =
    found.length > MOST ? html`<p>${found.length - MOST} more follow from <code>run.json</code>.</p>` : null;
  return html`<details><summary>${found.length} readings of names, units and numbers of questions</summary>
<ul>${found.slice(0, MOST).map((text) => html`<li>${sentence(text)}</li>`)}</ul>${left}</details>`;
}
