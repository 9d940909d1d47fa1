import type { CompareRun } from "../../contracts/compare-run.ts";
import { escapeData } from "../data-text.ts";
import { dataTable } from "../markdown-table.ts";
import { printNumber } from "../numbers.ts";
import { LISTED } from "./figures.ts";

/** Where a dump's tensors begin to differ, and how the error grows; nothing for files without an order of calls. */
export function divergenceSections(run: CompareRun): string[] {
  const { firstDivergence, growth, tensors } = run;
  if (firstDivergence === null && growth.length === 0 && tensors.every(({ dump }) => dump === null))
    return [];
  return ["## First divergence", divergence(run), ...growthSections(run)];
}

function divergence({ firstDivergence: found, firstDivergenceReason }: CompareRun): string {
  if (found === null) return `None is named: ${escapeData(firstDivergenceReason ?? "")}.`;
  return (
    `**Call ${found.call}, ${escapeData(found.layer)}**: ${escapeData(found.reason)}.\n\n` +
    `- inputs that pass: ${names(found.inputs)}\n- outputs that fail: ${names(found.outputs)}`
  );
}

const NAMES = 10;

function names(all: readonly string[]): string {
  const more = all.length > NAMES ? ` and ${all.length - NAMES} more` : "";
  return all.slice(0, NAMES).map(escapeData).join(", ") + more;
}

function growthSections({ growth }: CompareRun): string[] {
  if (growth.length < 2) return [];
  const shown = new Set(
    growth
      .toSorted((one, other) => numeric(other.growth) - numeric(one.growth))
      .slice(0, LISTED)
      .map(({ call, layer }) => `${call} ${layer}`),
  );
  const rows = growth
    .filter(({ call, layer }) => shown.has(`${call} ${layer}`))
    .map(({ call, name, relativeL2, growth: factor }) => [
      String(call),
      name,
      printNumber(relativeL2, 4),
      factor === null ? "" : `× ${printNumber(factor, 3)}`,
    ]);
  const left =
    growth.length > LISTED ? [`The ${LISTED} of ${growth.length} calls at which it grows most.`] : [];
  return [
    "### Growth over the calls",
    "For each call the output with the largest relative L2, and how many times that of the call before it is.",
    dataTable(["call", "output", "relative L2", "growth"], rows, [1]),
    ...left,
  ];
}

function numeric(value: number | string | null): number {
  return typeof value === "number" ? value : -1;
}
