import type { ComparedBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { markdownOf } from "../markdown-table.ts";
import { comparedBenchmarks } from "./figures.ts";
import {
  intervalMethods,
  mcnemarReasons,
  POWER_NOTE,
  policiesTable,
  policyReasonsTable,
  powerTable,
  testsTable,
} from "./tables/statistics.ts";

/** What every policy says, and the tests and intervals that they rest on. */
export function statisticsSections(run: BenchRun): string[] {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return [];
  return [
    "## What each policy says",
    markdownOf(policiesTable(run, compared)),
    policyReasons(compared),
    "## Flips and tests",
    markdownOf(testsTable(compared)),
    mcnemarReasons(compared)
      .map((reason) => `- ${escapeData(reason)}`)
      .join("\n"),
    escapeData(intervalMethods(compared)),
    "## Equivalence and power",
    markdownOf(powerTable(compared)),
    POWER_NOTE,
  ];
}

function policyReasons(compared: readonly ComparedBenchmark[]): string {
  const table = markdownOf(policyReasonsTable(compared));
  return `<details><summary>Why each policy says so</summary>\n\n${table}\n\n</details>`;
}
