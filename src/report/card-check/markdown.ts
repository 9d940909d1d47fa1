import type { CardCheckRow, CardCheckRun } from "../../contracts/card-check-run.ts";
import { NO_FIGURE, printProbability } from "../bench/figures.ts";
import { escapeData, escapeLine } from "../data-text.ts";
import { commandBlock } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";
import { measuredText, printApart, printInterval, printValue, statedText } from "./figures.ts";
import { readingSentences } from "./readings.ts";

/** The report on a run beside a model card; what to beware of stands above everything else. */
export function cardCheckMarkdown(run: CardCheckRun): string {
  const sections = [
    ...run.warnings.map((warning) => `> **Warning.** ${escapeData(warning)}`),
    rowTable(run),
    `*${escapeData(run.origin)}*`,
    "## Verdict",
    `**${run.verdict.toUpperCase()}**: ${escapeData(run.headline)}.`,
    lines(run.reasons),
    ...figureSections(run),
    section("What is taken for granted", run.assumptions),
    section("Benchmarks of the run that the card has not", run.notOnCard.map(nameOf)),
    section(
      "The card by itself",
      run.notes.map(({ line, text }) => `line ${line}: ${text}`),
    ),
    section(
      "Not read",
      run.unread.map(
        ({ line, column, raw, reason }) => `line ${line}, column ${column}: "${raw}": ${reason}`,
      ),
    ),
    ...sourceSections(run),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function rowTable({ rows }: CardCheckRun): string {
  return dataTable(
    ["card", "line", "states", "run", "benchmark", "outcome", "why"],
    rows.map((row) => [
      row.metric,
      String(row.line),
      statedText(row),
      measuredText(row),
      row.benchmark?.name ?? NO_FIGURE,
      row.outcome,
      row.reason,
    ]),
    [0, 2, 3, 4, 5, 6],
  );
}

function figureSections({ rows, settings }: CardCheckRun): string[] {
  const compared = rows.flatMap((row) => row.checks.map((check) => ({ row, check })));
  if (compared.length === 0) return [];
  const table = dataTable(
    [
      "card",
      "figure",
      "card states",
      "95 % interval",
      "n",
      "run",
      "95 % interval",
      "n",
      "run − card",
      "95 % interval",
      "p",
      "p (Holm)",
      "outcome",
    ],
    compared.map(({ row, check }) => [
      row.metric,
      check.what,
      printValue(check.card.value, check.unit),
      printInterval(check.card.interval, check.unit),
      String(check.card.n ?? NO_FIGURE),
      printValue(check.run.value, check.unit),
      printInterval(check.run.interval, check.unit),
      String(check.run.n ?? NO_FIGURE),
      printApart(check),
      printInterval(check.apartInterval, check.unit),
      printProbability(check.p),
      printProbability(check.holmP),
      check.outcome,
    ]),
    [0, 1, 12],
  );
  const meaning =
    "Run − card is taken at the value within the card's rounding that is nearest to the run. Accuracies: two unpaired " +
    "proportions, Newcombe's interval. Differences: the card's beside the run's paired interval. A figure disagrees where " +
    `p, Holm-adjusted over all figures, is below ${settings.alpha}.`;
  return ["## Figures", table, meaning, readings(rows)];
}

function readings(rows: readonly CardCheckRow[]): string {
  const list = readingSentences(rows)
    .map((text) => `- ${escapeLine(text)}`)
    .join("\n");
  return list === "" ? "" : `<details><summary>How the card was read</summary>\n\n${list}\n\n</details>`;
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `## ${title}\n\n${lines(items)}`;
}

function lines(items: readonly string[]): string {
  return items.map((item) => `- ${escapeLine(item)}`).join("\n");
}

function nameOf({ name, cardName }: { name: string; cardName: string }): string {
  return name === cardName ? name : `${cardName} (${name})`;
}

function sourceSections(run: CardCheckRun): string[] {
  const { checked, card, baseline, candidate } = run;
  const rows = [
    ["card", card.path],
    ["SHA-256 of the card", card.sha256],
    ["run", `${checked.id}, ${checked.kind}, of ${checked.createdAt}`],
    ["its verdict", `${checked.verdict}: ${checked.headline}`],
    ["baseline", `${baseline.label} (${baseline.source})`],
    ["candidate", `${candidate.label} (${candidate.source})`],
  ];
  return [
    "## Sources",
    dataTable(["", ""], rows, "all"),
    "## How to reproduce",
    commandBlock(run.command),
    `fvalidate ${escapeData(run.tool.version)} on Node ${escapeData(run.tool.node)}, ${escapeData(run.id)} of ${escapeData(run.createdAt)}.`,
  ];
}
