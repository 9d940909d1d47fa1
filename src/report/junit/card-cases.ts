import type { CardCheckRow, CardCheckRun } from "../../contracts/card-check-run.ts";
import { measuredText, printApart, printInterval, statedText } from "../card-check/figures.ts";
import { caseOfVerdict, type JudgedCase, passedCase } from "./case.ts";

/** One case for each row of the card. */
export function cardCases({ rows }: CardCheckRun): JudgedCase[] {
  return rows.map(rowCase);
}

function rowCase(row: CardCheckRow): JudgedCase {
  const { metric: name, outcome, reason: message } = row;
  const figures = figureLines(row);
  if (outcome === "agrees") return passedCase(name, figures);
  if (outcome === "disagrees") return caseOfVerdict("inconsistent", { name, message, figures });
  // Most rows of a card are about benchmarks that a single run has not asked.
  return row.benchmark === null
    ? { name, outcome: "skipped", type: "not in the run", message, figures }
    : caseOfVerdict("inconclusive", { name, message, figures });
}

function figureLines(row: CardCheckRow): string[] {
  return [
    `card, line ${row.line}: ${statedText(row)}`,
    `run: ${measuredText(row)}`,
    ...row.checks.map(
      (check) =>
        `${check.what}, run − card: ${printApart(check)} (95 %: ${printInterval(check.apartInterval, check.unit)}): ${check.outcome}`,
    ),
  ];
}
