import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { PageSection } from "../../page/document.ts";
import { html } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import {
  benchmarksOfOutputs,
  leftOut,
  outputSettingsTable,
  PAIRING_NOTE,
  pairingTable,
  totalsNote,
  totalsTable,
} from "../tables/outputs.ts";
import { list } from "./list.ts";
import { plainTable } from "./plain-table.ts";

/** Of outputs of other harnesses: how their samples were paired, what was left out, and what both sides were asked with. */
export function outputsSection(run: BenchRun): PageSection | null {
  const having = benchmarksOfOutputs(run);
  if (having.length === 0) return null;
  const totals = totalsTable(run);
  const settings = outputSettingsTable(run, having);
  return {
    id: "outputs",
    title: "How the outputs were paired",
    body: html`${
      totals === null
        ? null
        : html`${plainTable("Benchmarks of which there are totals alone", totals)}
<p class="quiet">${sentence(totalsNote(run))}</p>`
    }
${plainTable("Samples of both sides", pairingTable(run, having))}
<p class="quiet">${PAIRING_NOTE}</p>
${list(having.flatMap(leftOut))}
${
  settings === null
    ? html`<p>The outputs do not tell what their sides were asked with.</p>`
    : plainTable("What both sides were asked with", settings)
}`,
  };
}
