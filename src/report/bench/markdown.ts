import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData, escapeLine } from "../data-text.ts";
import { failureLog } from "../markdown-parts.ts";
import { answerSections } from "./markdown-answers.ts";
import { cardSections } from "./markdown-card.ts";
import { flipSections } from "./markdown-flips.ts";
import { outputSections } from "./markdown-outputs.ts";
import { selfNoiseSections } from "./markdown-self-noise.ts";
import { settingsSections } from "./markdown-settings.ts";
import { statisticsSections } from "./markdown-statistics.ts";

/** The report on a run of benchmarks, beginning with the model card's tables; what to beware of stands above them. */
export function benchMarkdown(run: BenchRun): string {
  return `${sections(run).join("\n\n")}\n`;
}

function sections(run: BenchRun): string[] {
  return [
    status(run),
    ...run.warnings.map((warning) => `> **Warning.** ${escapeData(warning)}`),
    ...cardSections(run),
    `*${escapeData(run.origin)}*`,
    "## Verdict",
    `**${run.verdict.toUpperCase()}**: ${escapeData(run.headline)}.`,
    list(run.reasons),
    failureLog(run.failure),
    benchmarkReasons(run),
    ...statisticsSections(run),
    ...answerSections(run),
    ...flipSections(run),
    ...selfNoiseSections(run),
    ...outputSections(run),
    ...settingsSections(run),
  ].filter((section) => section !== "");
}

/** A part of a run must not be read as the whole. */
function status({ status: state, failure }: BenchRun): string {
  if (state === "complete") return "";
  const why = failure === null ? "" : ` ${escapeData(failure.message)}`;
  const hint = failure?.hint === null || failure === null ? "" : ` ${escapeData(failure.hint)}`;
  return state === "failed"
    ? `> **The run failed.**${why}${hint}`
    : `> **The run was interrupted.**${why}${hint}`;
}

function benchmarkReasons({ benchmarks }: BenchRun): string {
  if (benchmarks.length === 0) return "";
  const lines = benchmarks.map(
    ({ cardName, verdict, reasons }) =>
      `- **${escapeData(cardName)}**: ${verdict}${reasons.length === 0 ? "" : `. ${reasons.map((reason) => escapeData(reason.replace(/\.$/, ""))).join("; ")}`}`,
  );
  return `### By benchmark\n\n${lines.join("\n")}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeLine(item)}`).join("\n");
}
