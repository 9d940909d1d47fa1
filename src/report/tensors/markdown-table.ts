import type { ComparedTensor, CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import { dataTable } from "../markdown-table.ts";
import { printNumber } from "../numbers.ts";
import { dtypeText, isMeasured, LISTED, OUTCOME_WORDS, outcomeSentence, shapeText } from "./figures.ts";

interface Column {
  readonly header: string;
  /** Whether there is anything to put into it. */
  readonly shown: (run: CompareRun) => boolean;
  readonly cell: (tensor: ComparedTensor, run: CompareRun) => string;
}

const always = () => true;
const DIGITS = 4;

const COLUMNS: readonly Column[] = [
  {
    header: "not close",
    shown: always,
    cell: ({ closeness: { mismatched, elements } }) => `${mismatched} / ${elements}`,
  },
  { header: "max abs", shown: always, cell: ({ metrics }) => printNumber(metrics["maxAbsolute"], DIGITS) },
  { header: "relative L2", shown: always, cell: ({ metrics }) => printNumber(metrics["relativeL2"], DIGITS) },
  { header: "WAPE %", shown: always, cell: ({ metrics }) => printNumber(metrics["wapePercent"], DIGITS) },
  {
    header: "MAPE %",
    shown: always,
    cell: ({ mapeConventions }, { settings }) =>
      printNumber(mapeConventions[settings.mapeConvention], DIGITS),
  },
  { header: "cosine", shown: always, cell: ({ metrics }) => printNumber(metrics["cosine"]) },
  {
    header: "× floor",
    shown: ({ settings }) => settings.floor !== null,
    cell: ({ floor, metrics }) => floorsText(floor, metrics["wapePercent"]),
  },
  {
    header: "coherence",
    shown: ({ settings }) => settings.observationAxis !== null,
    cell: ({ errorCoherence: found }) => printNumber(found?.meanCosine, DIGITS),
  },
  {
    header: "p",
    shown: ({ settings }) => settings.observationAxis !== null,
    cell: ({ errorCoherence: found }) => printNumber(found?.adjustedP, DIGITS),
  },
  {
    header: "nearer to golden",
    shown: ({ settings }) => settings.golden !== null,
    cell: ({ golden }) => golden?.nearer ?? "n/a",
  },
];

/** A line for each of the worst tensors. */
export function tensorTable(run: CompareRun): string[] {
  const { tensors } = run;
  if (tensors.length === 0) return ["## Tensors", "Nothing was compared."];
  const columns = COLUMNS.filter(({ shown }) => shown(run));
  const header = ["tensor", "outcome", "shape", "dtype", ...columns.map((column) => column.header)];
  const rows = tensors.slice(0, LISTED).map((tensor) => rowOf(tensor, columns, run));
  const more =
    tensors.length > LISTED
      ? [`The worst ${LISTED} of ${tensors.length}; report.csv and run.json hold all.`]
      : [];
  return ["## Tensors", `${outcomeSentence(run)}.`, dataTable(header, rows, [0, 1, 2, 3]), ...more];
}

function rowOf(tensor: TensorResult, columns: readonly Column[], run: CompareRun): string[] {
  const head = [tensor.name, OUTCOME_WORDS[tensor.outcome], shapeText(tensor), dtypeText(tensor)];
  return [...head, ...columns.map(({ cell }) => (isMeasured(tensor) ? cell(tensor, run) : "n/a"))];
}

function floorsText(floor: ComparedTensor["floor"], wapePercent: unknown): string {
  if (typeof floor?.wapePercent !== "number" || typeof wapePercent !== "number") return "n/a";
  return floor.wapePercent === 0 ? "n/a" : printNumber(wapePercent / floor.wapePercent, 3);
}
