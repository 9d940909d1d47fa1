import type { ComparedTensor, CompareRun } from "../../contracts/compare-run.ts";
import { printNumber } from "../numbers.ts";

/** A figure that each tensor has a cell for. */
export interface FigureColumn {
  readonly header: string;
  /** Whether there is anything to put into it. */
  readonly shown: (run: CompareRun) => boolean;
  readonly cell: (tensor: ComparedTensor, run: CompareRun) => string;
  /** What it is sorted by where that is not what is printed. */
  readonly sort?: (tensor: ComparedTensor) => number;
  /** Whether it is no number. */
  readonly isWord?: boolean;
}

const always = () => true;
const DIGITS = 4;

/** Every column, in the order of the reports. */
export const FIGURE_COLUMNS: readonly FigureColumn[] = [
  {
    header: "not close",
    shown: always,
    cell: ({ closeness: { mismatched, elements } }) => `${mismatched} / ${elements}`,
    sort: ({ closeness: { mismatched, elements } }) => (elements === 0 ? 0 : mismatched / elements),
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
    isWord: true,
  },
];

function floorsText(floor: ComparedTensor["floor"], wapePercent: unknown): string {
  if (typeof floor?.wapePercent !== "number" || typeof wapePercent !== "number") return "n/a";
  return floor.wapePercent === 0 ? "n/a" : printNumber(wapePercent / floor.wapePercent, 3);
}
