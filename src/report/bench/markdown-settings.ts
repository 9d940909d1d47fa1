import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { commandBlock, mergedWords, operatorDetails } from "../markdown-parts.ts";
import { markdownOf } from "../markdown-table.ts";
import { plural } from "./figures.ts";
import { askedTable, dataSentence, environmentTable, runSettingsTable } from "./tables/settings.ts";

/** How the questions were asked, of what, and how to ask them again. */
export function settingsSections(run: BenchRun): string[] {
  return [
    "## Settings",
    markdownOf(runSettingsTable(run)),
    ...(run.benchmarks.length === 0 ? [] : [markdownOf(askedTable(run)), dataLines(run)]),
    "## Environment",
    markdownOf(environmentTable(run)),
    operatorDetails(run.candidate.evidence),
    "## How to reproduce",
    commandBlock(run.command),
    `fvalidate ${escapeData(run.tool.version)} on Node ${escapeData(run.tool.node)}, suite ${escapeData(run.suite.title)}, ` +
      `run ${escapeData(run.id)} of ${escapeData(run.createdAt)}. ${askedOf(run)}${mergedWords(run.mergedFrom)}`,
  ];
}

function dataLines({ benchmarks }: BenchRun): string {
  return benchmarks.map((benchmark) => `- ${escapeData(dataSentence(benchmark))}`).join("\n");
}

function askedOf(run: BenchRun): string {
  const { questions, description, sha256 } = run.capsule;
  const what = `${plural(questions, "question")}: ${escapeData(description)}.`;
  if (!isOfOutputs(run))
    return `Both stacks were sent the same ${what} SHA-256 of the requests but for the models' names: \`${sha256}\`.`;
  return sha256 === null
    ? `Compared were ${what} The outputs do not hold what was asked of all of them.`
    : `Compared were ${what} SHA-256 of what was asked: \`${sha256}\`.`;
}

/** Whether somebody else sent the requests. */
function isOfOutputs({ benchmarks }: BenchRun): boolean {
  return benchmarks.some(({ outputs }) => outputs !== undefined);
}
