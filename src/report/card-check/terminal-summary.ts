import type { CardCheckRow, CardCheckRun, CardOutcome } from "../../contracts/card-check-run.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { alignColumns } from "../columns.ts";
import { cut, visible } from "../data-text.ts";
import type { Paint } from "../paint.ts";
import { measuredText, printApart, printInterval, statedText } from "./figures.ts";

const LONGEST_NAME = 28;
const LONGEST_FIGURE = 28;
const LONGEST_SENTENCE = 300;
const LONGEST_REASON = 90;

/** The summary that a person reads in ten seconds, without the first line (the run's origin). */
export function cardCheckSummary(run: CardCheckRun, reportPath: string, paint: Paint): string {
  const word = paint.verdict(run.verdict.toUpperCase(), run.verdict);
  return [
    ...run.warnings.map((warning) => `  ${paint.warning("WARNING")}  ${sentence(warning)}`),
    ...(run.warnings.length > 0 ? [""] : []),
    `  ${word}    ${sentence(run.headline)}`,
    "",
    ...table(run, paint).map((line) => `  ${line}`),
    "",
    ...whyLines(run).map((line) => `  ${line}`.trimEnd()),
    `  ${reportPath}`,
  ].join("\n");
}

/** The colour of the verdict to which an outcome leads. */
const LEADS_TO = {
  agrees: "consistent",
  disagrees: "inconsistent",
  "cannot tell": "inconclusive",
} as const satisfies Record<CardOutcome, Verdict>;

function table({ rows }: CardCheckRun, paint: Paint): string[] {
  const body = rows.map((row) => [
    cut(visible(row.metric), LONGEST_NAME),
    cut(visible(statedText(row)), LONGEST_FIGURE),
    measuredText(row),
    apartText(row),
    { text: row.outcome, painted: paint.verdict(row.outcome, LEADS_TO[row.outcome]) },
  ]);
  return alignColumns([["", "card", "run", "run − card, 95 %", ""], ...body], ALIGNMENTS);
}

const ALIGNMENTS = ["left", "left", "left", "left", "left"] as const;

/**
 * Of the figure that speaks most clearly against the card, else of the row's last one, its difference where it has one;
 * how wide it is tells what agreement is worth.
 */
function apartText({ checks }: CardCheckRow): string {
  const against = checks.filter(({ outcome }) => outcome === "disagrees");
  const told = against.toSorted((a, b) => (a.p ?? 1) - (b.p ?? 1))[0] ?? checks.at(-1);
  if (told === undefined || told.apart === null) return "";
  const interval = told.apartInterval === null ? "" : ` (${printInterval(told.apartInterval, told.unit)})`;
  return `${told.what.replace(" accuracy", "")} ${printApart(told)}${interval}`;
}

/** Why rows do not agree; each reason once with the rows that it is for. */
function whyLines({ rows, notOnCard, notes, unread, card }: CardCheckRun): string[] {
  const reasons = new Map<string, string[]>();
  for (const { outcome, reason, metric } of rows) {
    if (outcome === "agrees") continue;
    reasons.set(reason, [...(reasons.get(reason) ?? []), cut(visible(metric), LONGEST_NAME)]);
  }
  const why = [...reasons].map(
    ([reason, names]) => `${names.join(", ")}: ${cut(visible(reason), LONGEST_REASON * 3)}`,
  );
  const missing =
    notOnCard.length === 0
      ? []
      : [`not on the card: ${notOnCard.map(({ name }) => cut(visible(name), LONGEST_NAME)).join(", ")}`];
  const odd = notes.map(({ line, text }) => `card, line ${line}: ${sentence(text)}`);
  const unreadable = unread.length === 0 ? [] : [`not read: ${unread.length} cells, listed in the report`];
  const lines = [...why, ...missing, ...odd, ...unreadable];
  return [...lines, ...(lines.length > 0 ? [""] : []), `card ${visible(card.path)}`];
}

function sentence(text: string): string {
  return cut(visible(text), LONGEST_SENTENCE);
}
