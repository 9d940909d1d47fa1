import type { AnyRun } from "../../contracts/any-run.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { shellLine } from "../../support/shell-quote.ts";
import type { DriftSummary, ReportContext } from "../context.ts";
import { cut, escapeData } from "../data-text.ts";
import { fenced } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";
import { keyFigures } from "./figures.ts";
import { type Section, sectionsWithin } from "./sections.ts";

/** How much of a run is shown. */
export interface ShortReportSize {
  /** Lines of the table. */
  readonly rows: number;
  /** Reasons, and as many warnings and notes. */
  readonly sentences: number;
  /** What the whole text may measure. */
  readonly most: number;
  /** How a text is measured: in characters or in bytes. */
  readonly measure: (text: string) => number;
}

const LONGEST_SENTENCE = 1_000;
const LONGEST_CELL = 80;
const LONGEST_COMMAND = 4_000;

/** A run in a few lines of Markdown: verdict, figures, reasons, where the rest is. */
export function shortReport(run: AnyRun, context: ReportContext, size: ShortReportSize, before = ""): string {
  const head = `${before}### ${SIGNS[run.verdict]} ${run.verdict.toUpperCase()}: ${sentence(run.headline)}`;
  return sectionsWithin([{ text: head, what: "" }, ...sectionsOf(run, context, size)], size);
}

/** Beside the word, for those who only glance. */
const SIGNS: Readonly<Record<Verdict, string>> = { consistent: "✅", inconsistent: "❌", inconclusive: "⚠️" };

function sectionsOf(run: AnyRun, context: ReportContext, size: ShortReportSize): Section[] {
  const { notes } = keyFigures(run);
  return [
    section("warnings", warnings(run, size)),
    section("what ended it", failure(run)),
    section("drift", driftText(context.drift, size)),
    section("the table", table(run, size)),
    section("reasons", list(run.reasons, size)),
    section("figures", notes.map(sentence).join(" · ")),
    section("where it comes from", origin(run, context)),
    section("the command", details("How to reproduce", command(run))),
  ].filter(({ text }) => text !== "");
}

function section(what: string, text: string): Section {
  return { what, text };
}

function warnings({ warnings: all }: AnyRun, { sentences }: ShortReportSize): string {
  return limited(all, sentences)
    .map((warning) => `> **Warning.** ${sentence(warning)}`)
    .join("\n>\n");
}

function failure({ failure: ended, status }: AnyRun): string {
  if (ended === null)
    return status === "complete" ? "" : `**The run was ${status}**: its figures are of a part only.`;
  const hint = ended.hint === null ? "" : ` ${sentence(ended.hint)}`;
  return `**The run ${status === "interrupted" ? "was interrupted" : "failed"}** (${escapeData(ended.kind)}): ${sentence(ended.message)}${hint}`;
}

/** What the history's gate found. */
function driftText(drift: DriftSummary | undefined, size: ShortReportSize): string {
  if (drift === undefined) return "";
  const sign = drift.verdict === null ? "" : `${SIGNS[drift.verdict]} `;
  const reasons = list(drift.reasons, size);
  return `**${sign}Drift:** ${sentence(drift.headline)}${reasons === "" ? "" : `\n\n${reasons}`}`;
}

function table(run: AnyRun, { rows: most }: ShortReportSize): string {
  const { header, rows, words } = keyFigures(run);
  if (rows.length === 0) return "";
  const shown = rows.slice(0, most).map((row) => row.map((cell) => cut(cell, LONGEST_CELL)));
  const names = header.map((name) => cut(name, LONGEST_CELL));
  const left = rows.length - shown.length;
  const note = left === 0 ? "" : `\n\n*${left} more ${left === 1 ? "row" : "rows"}: all are in report.csv.*`;
  return `${dataTable(names, shown, words)}${note}`;
}

function list(items: readonly string[], { sentences }: ShortReportSize): string {
  return limited(items, sentences)
    .map((item) => `- ${sentence(item)}`)
    .join("\n");
}

/** The first of them, and how many more there are. */
function limited(items: readonly string[], most: number): readonly string[] {
  return items.length <= most ? items : [...items.slice(0, most), `and ${items.length - most} more`];
}

function origin(run: AnyRun, { artefactsUrl }: ReportContext): string {
  const where = [
    `run ${escapeData(cut(run.id, LONGEST_SENTENCE))}`,
    `${(run.durationMilliseconds / 1000).toFixed(1)} s`,
    `fvalidate ${escapeData(run.tool.version)}`,
    ...(artefactsUrl === undefined
      ? []
      : [`[artefacts](${artefactsUrl.replace(/[\s()<>\\]/g, encodeURIComponent)})`]),
  ].join(" · ");
  return `*${sentence(run.origin)}*\n\n${where}`;
}

function command({ command: argv }: AnyRun): string {
  return fenced(cut(shellLine(["fvalidate", ...argv]), LONGEST_COMMAND), "sh");
}

function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** Somebody else's words on one line, with no mark-up of their own and an end. */
function sentence(text: string): string {
  return escapeData(cut(text, LONGEST_SENTENCE)).trim();
}
