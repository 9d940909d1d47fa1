import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import type { Gate } from "../../contracts/verdict.ts";
import { alignColumns } from "../columns.ts";
import { cut, visible } from "../data-text.ts";
import { printComparison, printLimit, printNumber, withUnit } from "../numbers.ts";
import type { Paint } from "../paint.ts";
import { sentence, summaryHead } from "../summary-head.ts";
import { dtypeText, isMeasured, missingCount, outcomeSentence, shapeText } from "./figures.ts";

const LONGEST_NAME = 60;
const NAMED = 3;

/** The summary that a person reads in ten seconds, without the first line (the run's origin). */
export function tensorsSummary(run: CompareRun, reportPath: string, paint: Paint): string {
  const lines = [
    ...summaryHead(run, paint),
    "",
    ...worstLines(run),
    ...overallLines(run),
    "",
    `  ${outcomeSentence(run)} · ${rulesText(run)}`,
    `  ${reportPath}`,
  ];
  return lines.join("\n");
}

/** The worst tensor: by which gates, and how it differs. */
function worstLines({ tensors, settings }: CompareRun): string[] {
  const [worst] = tensors;
  if (worst === undefined) return ["  nothing compared"];
  const title = tensors.length === 1 ? "" : worst.outcome === "pass" ? "largest error: " : "worst: ";
  const what = `${shapeText(worst)} ${dtypeText(worst)}`;
  return [
    `  ${title}${cut(visible(worst.name), LONGEST_NAME)} ${what}`,
    ...alignColumns(gateRows(worst), ["left", "left", "left"]).map((line) => `    ${line}`),
    ...differenceLines(worst, settings.closeness).map((line) => `    ${sentence(line)}`),
  ];
}

/** Where the tolerance does not decide, how many elements are within it says nothing of the verdict. */
function differenceLines(tensor: TensorResult, closenessDecides: boolean): string[] {
  const lines = tensor.message.split("\n");
  if (closenessDecides || !isMeasured(tensor) || tensor.closeness.greatestAbsolute === null) return lines;
  const { value, index, baseline, candidate } = tensor.closeness.greatestAbsolute;
  const pair = `baseline ${printNumber(baseline)}, candidate ${printNumber(candidate)}`;
  return [`greatest absolute difference ${printNumber(value)} at index (${index.join(", ")}): ${pair}`];
}

/** What passes at zero needs no line. */
function gateRows(tensor: TensorResult): string[][] {
  const telling = tensor.gates.filter((gate) => gate.outcome !== "pass" || gate.value !== 0);
  const golden =
    isMeasured(tensor) && tensor.golden !== undefined && tensor.golden.nearer !== null
      ? [
          [
            "distance to golden",
            `candidate ${printNumber(tensor.golden.candidate.relativeL2, 4)}  baseline ${printNumber(tensor.golden.baseline.relativeL2, 4)}`,
            "relative L2",
          ],
        ]
      : [];
  return [...telling.map(gateRow), ...golden];
}

function gateRow({ label, value, unit, comparison, limit, outcome }: Gate): string[] {
  const figure = unit === "p" ? `p ${printNumber(value, 4)}` : withUnit(printNumber(value, 4), unit);
  const bound = `limit ${printComparison(comparison)} ${printLimit(limit)}`;
  const word = outcome === "pass" ? "" : `  ${outcome}`;
  return [label, figure, `${unit === "%" ? `${bound} %` : bound}${word}`];
}

function overallLines(run: CompareRun): string[] {
  return [...divergenceLines(run), ...goldenLines(run), ...missingLines(run)].map((line) =>
    line === "" ? "" : `  ${line}`,
  );
}

function divergenceLines({
  firstDivergence: found,
  firstDivergenceReason,
  tensors,
  verdict,
}: CompareRun): string[] {
  if (found !== null) {
    const layer = cut(visible(found.layer), LONGEST_NAME);
    return ["", `first divergence: call ${found.call}, ${layer}: ${sentence(found.reason)}`];
  }
  const isDump = tensors.some(({ dump }) => dump !== null);
  if (!isDump || verdict === "consistent") return [];
  return ["", `first divergence: none is named: ${sentence(firstDivergenceReason ?? "")}`];
}

function goldenLines({ goldenSummary, tensors }: CompareRun): string[] {
  return goldenSummary === undefined || tensors.length < 2 ? [] : ["", sentence(goldenSummary)];
}

function missingLines(run: CompareRun): string[] {
  if (missingCount(run) === 0) return [];
  const line = (side: string, names: readonly string[]) => {
    const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : "";
    const shown = names.slice(0, NAMED).map((name) => cut(visible(name), LONGEST_NAME));
    return names.length === 0 ? [] : [`not in the ${side}: ${shown.join(", ")}${more}`];
  };
  return ["", ...line("candidate", run.missing.fromCandidate), ...line("baseline", run.missing.fromBaseline)];
}

function rulesText({ settings }: CompareRun): string {
  const { gates, closeness, tolerance, floor } = settings;
  return [
    ...(closeness ? [tolerance] : []),
    ...(floor === null ? [] : ["limits of the policy floor"]),
    ...(gates.length === 0 ? [] : [gates.join(", ")]),
  ].join(" · ");
}
