import type { RunResult } from "../../contracts/run-result.ts";
import { commandBlock, failureLog, mergedWords, operatorDetails } from "../markdown-parts.ts";
import { escapeText, markdownTable } from "../markdown-table.ts";
import { printComparison, printLimit, printNumber, withUnit } from "../numbers.ts";
import { mapeFigure } from "./mape-figure.ts";
import { comparisonSections } from "./markdown-comparison.ts";
import { latencySections } from "./markdown-latency.ts";

/** The report on a run of pi0, beginning with the model card's sentence. */
export function pi0Markdown(result: RunResult): string {
  return `${sections(result).join("\n\n")}\n`;
}

function sections(result: RunResult): string[] {
  return [
    cardSentence(result),
    ...result.warnings.map((warning) => `> **Warning.** ${escapeText(warning)}`),
    `*${escapeText(result.origin)}*`,
    "## Verdict",
    `**${result.verdict.toUpperCase()}**: ${escapeText(result.headline)}.`,
    result.reasons.map((reason) => `- ${escapeText(reason)}`).join("\n"),
    gates(result),
    failureLog(result.failure),
    ...comparisonSections(result),
    ...latencySections(result),
    ...environment(result),
    ...reproduce(result),
  ].filter((section) => section !== "");
}

/** The sentence of the published pi0 card, with this run's own figure. */
function cardSentence(result: RunResult): string {
  const names = `${escapeText(result.baseline.label)} and ${escapeText(result.candidate.label)}`;
  if (result.metrics === null)
    return `The MAPE between ${names} was not measured: ${escapeText(result.metricsReason)}`;
  const { text, convention } = mapeFigure(result, 4);
  const behind = convention === null ? "" : ` (convention: ${convention})`;
  return `The MAPE between ${names} (${escapeText(result.baseline.label)} as ground truth) is ${text}${behind}.`;
}

function gates({ gates: all, settings }: RunResult): string {
  if (all.length === 0) return "";
  const rows = all.map((gate) => [
    gate.label,
    withUnit(printNumber(gate.value), gate.unit),
    `${printComparison(gate.comparison)} ${printLimit(gate.limit)}`,
    gate.outcome,
    gate.reason,
  ]);
  return `### Gates of the policy \`${settings.policy}\`\n\n${markdownTable(["gate", "value", "limit", "outcome", "why"], rows, "left")}`;
}

function environment({ baseline, candidate, tool, capsule }: RunResult): string[] {
  const keys = [...new Set([...Object.keys(baseline.environment), ...Object.keys(candidate.environment)])];
  const rows = [
    ["source", baseline.source, candidate.source],
    ...keys.map((key) => [key, baseline.environment[key] ?? "", candidate.environment[key] ?? ""]),
    ["evidence", baseline.evidence.summary, candidate.evidence.summary],
  ];
  return [
    "## Environment",
    markdownTable(["", baseline.label, candidate.label], rows, "left"),
    `fvalidate ${tool.version} on Node ${tool.node}. Inputs: ${escapeText(capsule.description)}.`,
    operatorDetails(candidate.evidence),
  ];
}

function reproduce({ command, capsule, id, mergedFrom }: RunResult): string[] {
  const inputs =
    capsule.sha256 === null
      ? `The noise has SHA-256 \`${capsule.noiseSha256}\`; ${capsule.sha256Reason ?? "the requests have no hash"}.`
      : `The capsule has SHA-256 \`${capsule.sha256}\`. The same bytes again: add \`--capsule\` with the folder ` +
        `\`${id}/capsule\`.`;
  return ["## How to reproduce", commandBlock(command), inputs + mergedWords(mergedFrom)];
}
