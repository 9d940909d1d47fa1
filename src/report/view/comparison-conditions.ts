import type { AnyRun } from "../../contracts/any-run.ts";
import type { PageSection } from "../page/document.ts";
import { html, type Markup, shortened } from "../page/markup.ts";
import { plainRows, table } from "../page/table.ts";
import { type ConditionPair, differingConditions } from "./run-conditions.ts";

/** So many have a line; `run.json` has all. */
const SHOWN = 400;
const LONGEST_NAME = 300;
const LONGEST_VALUE = 600;

/** What the runs were made under that is not the same: settings, environments, inputs and versions. */
export function conditionSection(a: AnyRun, b: AnyRun): PageSection {
  const { differing, same } = differingConditions(a, b);
  const inBoth = differing.filter((pair) => pair.a !== null && pair.b !== null);
  return {
    id: "conditions",
    title: "Settings and environments that differ",
    body: html`${inBoth.length === 0 ? html`<p>None that both runs have.</p>` : differingTable(inBoth)}
${onlyIn("A", differing, ({ b: other }) => other === null)}${onlyIn("B", differing, ({ a: one }) => one === null)}
<p class="quiet">${same} more are the same in both runs.</p>`,
  };
}

function differingTable(pairs: readonly ConditionPair[]): Markup {
  const rows = pairs.slice(0, SHOWN).map(({ name, a, b }) => [name, a ?? "", b ?? ""]);
  return html`${table({
    caption: "What is not the same in both runs",
    columns: [{ title: "what" }, { title: "run A" }, { title: "run B" }],
    rows: plainRows(
      rows.map(([name = "", ...values]) => [
        shortened(name, LONGEST_NAME),
        ...values.map((value) => shortened(value, LONGEST_VALUE)),
      ]),
    ),
  })}${more(pairs.length)}`;
}

function onlyIn(
  letter: "A" | "B",
  differing: readonly ConditionPair[],
  isOnly: (pair: ConditionPair) => boolean,
): Markup | null {
  const found = differing.filter(isOnly);
  if (found.length === 0) return null;
  const items = found
    .slice(0, SHOWN)
    .map(
      ({ name, a, b }) =>
        html`<li>${shortened(name, LONGEST_NAME)}: ${shortened(a ?? b ?? "", LONGEST_VALUE)}</li>`,
    );
  return html`<details><summary>${found.length} in run ${letter} only</summary><ul>${items}</ul>${more(found.length)}</details>`;
}

function more(count: number): Markup | null {
  return count > SHOWN ? html`<p>${count - SHOWN} more are in run.json.</p>` : null;
}
