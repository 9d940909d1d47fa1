import type { CompareRun } from "../../contracts/compare-run.ts";
import { escapeData, escapeLine } from "../data-text.ts";
import { detailSections } from "./markdown-details.ts";
import { divergenceSections } from "./markdown-divergence.ts";
import { settingsSections } from "./markdown-settings.ts";
import { tensorTable } from "./markdown-table.ts";

/** The report on a comparison of tensors: what to beware of, then the verdict, then the worst tensors. */
export function tensorsMarkdown(run: CompareRun): string {
  return `${sections(run).join("\n\n")}\n`;
}

function sections(run: CompareRun): string[] {
  return [
    status(run),
    ...run.warnings.map((warning) => `> **Warning.** ${escapeData(warning)}`),
    "## Verdict",
    `**${run.verdict.toUpperCase()}**: ${escapeData(run.headline)}.`,
    list(run.reasons),
    `*${escapeData(run.origin)}*`,
    ...tensorTable(run),
    ...(run.goldenSummary === undefined ? [] : [escapeData(run.goldenSummary)]),
    ...missingSections(run),
    ...divergenceSections(run),
    ...detailSections(run),
    ...settingsSections(run),
  ].filter((section) => section !== "");
}

/** A part of a comparison must not be read as the whole. */
function status({ status: state, failure, tensors, pairs }: CompareRun): string {
  if (state === "complete") return "";
  const why = failure === null ? "" : ` ${escapeData(failure.message)}`;
  const reached = ` ${tensors.length} of ${pairs} tensors were compared.`;
  return state === "failed"
    ? `> **The comparison failed.**${why}${reached}`
    : `> **The comparison was interrupted.**${why}${reached}`;
}

function missingSections({ missing }: CompareRun): string[] {
  const { fromCandidate, fromBaseline } = missing;
  if (fromCandidate.length + fromBaseline.length === 0) return [];
  return [
    "## Names on one side only",
    [...missingLine("candidate", fromCandidate), ...missingLine("baseline", fromBaseline)].join("\n"),
  ];
}

/** Names that a line shows; run.json and report.csv have all. */
const NAMES = 100;

function missingLine(side: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : "";
  return [
    `- not in the ${side} (${names.length}): ${names.slice(0, NAMES).map(escapeData).join(", ")}${more}`,
  ];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeLine(item)}`).join("\n");
}
