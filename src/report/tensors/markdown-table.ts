import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import { dataTable } from "../markdown-table.ts";
import { FIGURE_COLUMNS, type FigureColumn } from "./columns.ts";
import { dtypeText, isMeasured, LISTED, OUTCOME_WORDS, outcomeSentence, shapeText } from "./figures.ts";

/** A line for each of the worst tensors. */
export function tensorTable(run: CompareRun): string[] {
  const { tensors } = run;
  if (tensors.length === 0) return ["## Tensors", "Nothing was compared."];
  const columns = FIGURE_COLUMNS.filter(({ shown }) => shown(run));
  const header = ["tensor", "outcome", "shape", "dtype", ...columns.map((column) => column.header)];
  const rows = tensors.slice(0, LISTED).map((tensor) => rowOf(tensor, columns, run));
  const more =
    tensors.length > LISTED
      ? [`The worst ${LISTED} of ${tensors.length}; report.csv and run.json hold all.`]
      : [];
  return ["## Tensors", `${outcomeSentence(run)}.`, dataTable(header, rows, [0, 1, 2, 3]), ...more];
}

function rowOf(tensor: TensorResult, columns: readonly FigureColumn[], run: CompareRun): string[] {
  const head = [tensor.name, OUTCOME_WORDS[tensor.outcome], shapeText(tensor), dtypeText(tensor)];
  return [...head, ...columns.map(({ cell }) => (isMeasured(tensor) ? cell(tensor, run) : "n/a"))];
}
