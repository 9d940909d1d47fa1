import type { Failure } from "../../contracts/run-parts.ts";
import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import { cut, escapeData, escapeLine } from "../data-text.ts";
import { commandBlock, failureLog } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";
import { printDuration } from "../page/times.ts";
import { countOfParts, figuresText, linkTo, outcomeWord } from "./figures.ts";

const LONGEST_CELL = 200;

/** The report on a suite's run: one verdict, a line for each part, and where each part's own report is. */
export function suiteMarkdown(run: SuiteRun): string {
  const { suite, parts, verdict, headline, warnings, reasons, command, tool, id, createdAt } = run;
  const sections = [
    ...warnings.map((warning) => `> **Warning.** ${escapeData(warning)}`),
    `*${escapeLine(suite.title)}: ${countOfParts(parts)} of the suite ${escapeData(suite.name)}*`,
    "## Verdict",
    `**${verdict.toUpperCase()}**: ${escapeData(headline)}.`,
    list(reasons),
    "## Parts",
    partTable(parts),
    linkList(parts),
    ...parts.flatMap(whatWentWrong),
    "## How to reproduce",
    commandBlock(command),
    `fvalidate ${escapeData(tool.version)} on Node ${escapeData(tool.node)}, ${escapeData(id)} of ${escapeData(createdAt)}.`,
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function partTable(parts: readonly PartRun[]): string {
  const hasDrift = parts.some(({ drift }) => drift !== null);
  const rows = parts.map((part) => [
    part.name,
    part.kind,
    outcomeWord(part),
    ...(hasDrift ? [driftWord(part)] : []),
    part.baseline.label,
    part.candidate.label,
    figuresText(part),
    printDuration(part.durationMilliseconds),
  ]);
  const header = [
    ...["part", "kind", "verdict"],
    ...(hasDrift ? ["drift"] : []),
    ...["baseline", "candidate", "figures", "took"],
  ];
  const cells = rows.map((row) => row.map((cell) => cut(cell, LONGEST_CELL)));
  return dataTable(header, cells, [...header.keys()].slice(0, -1));
}

function driftWord({ drift }: PartRun): string {
  return drift === null ? "" : (drift.verdict ?? "no reference");
}

function linkList(parts: readonly PartRun[]): string {
  const links = parts.flatMap((part) => {
    const link = linkTo(part, "report.md");
    return link === null ? [] : [`- [${escapeData(part.name)}](<${link}>): ${escapeData(part.headline)}`];
  });
  return links.join("\n");
}

/** What ended a part early, with the end of what its server printed. */
function whatWentWrong(part: PartRun): string[] {
  if (part.failure === null) return [];
  return [
    `### ${escapeData(part.name)}: what went wrong`,
    failureText(part.failure),
    failureLog(part.failure),
  ];
}

function failureText({ message, hint }: Failure): string {
  return [message, ...(hint === null ? [] : [hint])].map(escapeLine).join("\n\n");
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeLine(item)}`).join("\n");
}
