import type { ComparedTensor, CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import { escapeData, escapeLine } from "../data-text.ts";
import { fenced } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";
import { printComparison, printLimit, printNumber, withUnit } from "../numbers.ts";
import { dtypeText, isMeasured, LISTED, OUTCOME_WORDS, shapeText } from "./figures.ts";
import { findingSentences, ruleSentence } from "./sentences.ts";

/** Of each tensor that does not pass, or of the worst where all do: how it differs, by which gate, and all its figures. */
export function detailSections(run: CompareRun): string[] {
  const telling = run.tensors.filter(({ outcome }) => outcome !== "pass");
  const shown = telling.length === 0 ? run.tensors.slice(0, 1) : telling.slice(0, LISTED);
  if (shown.length === 0) return [];
  const title = telling.length === 0 ? "## The tensor with the largest error" : "## Tensors that do not pass";
  const more =
    telling.length > LISTED ? [`${telling.length - LISTED} more are in report.csv and run.json.`] : [];
  return [title, ...shown.flatMap((tensor) => details(tensor, run)), ...more];
}

function details(tensor: TensorResult, run: CompareRun): string[] {
  const { name, candidateName, outcome, message, reasons } = tensor;
  const renamed = candidateName === undefined ? "" : `, ${escapeData(candidateName)} in the candidate`;
  return [
    `### ${escapeData(name)}`,
    `${OUTCOME_WORDS[outcome]}; ${escapeData(shapeText(tensor))} ${escapeData(dtypeText(tensor))}${renamed}`,
    reasons.map((reason) => `- ${escapeLine(reason)}`).join("\n"),
    escapeData(ruleSentence(tensor, run)),
    fenced(message, "text"),
    ...(isMeasured(tensor) ? measuredDetails(tensor, run) : []),
  ].filter((section) => section !== "");
}

function measuredDetails(tensor: ComparedTensor, run: CompareRun): string[] {
  return [
    gates(tensor),
    nonFinite(tensor, run),
    ...findingSentences(tensor).map(escapeData),
    folded("All figures", figures(tensor.metrics, run)),
    folded("MAPE by convention", figures(tensor.mapeConventions, run)),
  ].filter((section) => section !== "");
}

function gates({ gates: all }: ComparedTensor): string {
  const rows = all.map((gate) => [
    gate.label,
    withUnit(printNumber(gate.value), gate.unit),
    withUnit(`${printComparison(gate.comparison)} ${printLimit(gate.limit)}`, gate.unit),
    gate.outcome,
    gate.reason,
  ]);
  return dataTable(["gate", "value", "limit", "outcome", "why"], rows, "all");
}

function nonFinite({ nonFinite: counts }: ComparedTensor, { baseline, candidate }: CompareRun): string {
  if (counts.excluded === 0) return "";
  const row = (label: string, found: Readonly<Record<string, number>>) => [
    label,
    String(found["nan"] ?? 0),
    String(found["positiveInfinity"] ?? 0),
    String(found["negativeInfinity"] ?? 0),
  ];
  return dataTable(
    ["non-finite elements", "NaN", "+∞", "−∞"],
    [row(baseline.label, counts.baseline), row(candidate.label, counts.candidate)],
  );
}

function figures(found: ComparedTensor["metrics"], { descriptions }: CompareRun): string {
  const keys = Object.keys(found).filter((key) => key in descriptions);
  const rows = keys.map((key) => {
    const { label = key, unit = "", description = "" } = descriptions[key] ?? {};
    const why = found[`${key}Reason`];
    return [
      label,
      withUnit(printNumber(found[key]), unit),
      typeof why === "string" ? `${description}; undefined here: ${why}` : description,
    ];
  });
  return dataTable(["figure", "value", "what it is (a baseline, b candidate, d = b − a)"], rows, "all");
}

function folded(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}
