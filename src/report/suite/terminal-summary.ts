import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { alignColumns } from "../columns.ts";
import { cut, visible } from "../data-text.ts";
import type { Paint } from "../paint.ts";
import { sentence } from "../summary-head.ts";
import { countOfParts, figuresText, outcomeWord } from "./figures.ts";

const LONGEST_NAME = 28;
const LONGEST_FIGURES = 60;

/** The summary of a suite's run that a person reads in ten seconds, behind those of its parts. */
export function suiteSummary(run: SuiteRun, folder: string, paint: Paint): string {
  const { warnings, verdict, headline, suite, parts } = run;
  const table = alignColumns(
    parts.map((part) => rowOf(part, paint)),
    ["left", "left", "left", "left"],
  );
  return [
    `Suite ${sentence(suite.name)}, ${countOfParts(parts)}: ${sentence(suite.title)}`,
    "",
    ...warnings.map((warning) => `  ${paint.warning("WARNING")}  ${sentence(warning)}`),
    ...(warnings.length > 0 ? [""] : []),
    `  ${paint.verdict(verdict.toUpperCase(), verdict)}    ${sentence(headline)}`,
    "",
    ...table.map((line) => `  ${line}`),
    "",
    `  ${folder}/report.md`,
  ].join("\n");
}

function rowOf(part: PartRun, paint: Paint) {
  const word = outcomeWord(part);
  const drift = part.drift?.verdict == null ? "" : `drift ${part.drift.verdict}`;
  return [
    cut(visible(part.name), LONGEST_NAME),
    { text: word, painted: paint.verdict(word, colourOf(part)) },
    part.verdict === null ? sentence(part.headline) : minus(cut(visible(figuresText(part)), LONGEST_FIGURES)),
    drift,
  ];
}

/** What has no verdict leaves the suite's open. */
function colourOf({ status, verdict }: PartRun): Verdict {
  return status === "complete" && verdict !== null ? verdict : "inconclusive";
}

/** A minus sign, which a hyphen in front of a figure is not. */
function minus(text: string): string {
  return text.replace(/ -(?=\d)/g, " −");
}
