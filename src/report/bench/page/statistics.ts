import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { PageSection } from "../../page/document.ts";
import { html } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { comparedBenchmarks } from "../figures.ts";
import {
  intervalMethods,
  mcnemarReasons,
  POWER_NOTE,
  policiesTable,
  policyReasonsTable,
  powerTable,
  testsTable,
} from "../tables/statistics.ts";
import { list } from "./list.ts";
import { plainTable } from "./plain-table.ts";

/** What every policy says, and the tests and intervals that they rest on. */
export function statisticsSections(run: BenchRun): PageSection[] {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return [];
  return [
    {
      id: "policies",
      title: "What each policy says",
      body: html`${plainTable("Verdicts by policy", policiesTable(run, compared))}
<details><summary>Why each policy says so</summary>
${plainTable("Reasons of the policies", policyReasonsTable(compared))}</details>`,
    },
    {
      id: "tests",
      title: "Tests and power",
      body: html`${plainTable("Tests of the difference", testsTable(compared))}
${list(mcnemarReasons(compared))}
<p class="quiet">${sentence(intervalMethods(compared))}</p>
${plainTable("Equivalence, and what this n can show", powerTable(compared))}
<p class="quiet">${POWER_NOTE}</p>`,
    },
  ];
}
