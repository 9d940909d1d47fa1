import { GATES } from "../../contracts/verdict.ts";
import type { FigureDescription } from "../metrics/metric.ts";

/** The gate of the default rule: no element may be farther off than its tolerance allows. */
export const CLOSENESS_GATE = "mismatched";

/** Figures of a tensor beside those of its elements. */
export const PAIR_FIGURES = [
  {
    key: CLOSENESS_GATE,
    label: "elements that are not close",
    unit: "",
    description: "elements with |d| above absolute + relative tolerance · |a|",
  },
  {
    key: "mismatchedPercent",
    label: "share of elements that are not close",
    unit: "%",
    description: "mismatched / elements",
  },
  {
    key: GATES.floors,
    label: "error",
    unit: "× rounding floor",
    description: "WAPE / WAPE of --floor",
  },
  {
    key: GATES.coherence,
    label: "error coherence",
    unit: "p",
    description: "sign-flip test over --observation-axis, adjusted for the number of tensors",
  },
  {
    key: "goldenRatio",
    label: "distance to the golden, candidate over baseline",
    unit: "",
    description: "relative L2 to --golden of the candidate / of the baseline",
  },
] as const satisfies readonly FigureDescription[];

/** The figures that a limit may be set on: numbers, not places. */
export function gateDescriptions(elementwise: readonly FigureDescription[]): FigureDescription[] {
  return [...elementwise, ...PAIR_FIGURES].filter(({ key }) => !/Index$/.test(key));
}

export function gateKeys(elementwise: readonly FigureDescription[]): string[] {
  return gateDescriptions(elementwise).map(({ key }) => key);
}
