import { toleranceNumber } from "../../../compare/tensors/figure-text.ts";
import type { ToleranceChoice } from "../../../compare/tensors/tolerances.ts";
import type { CompareRun } from "../../../contracts/compare-run.ts";
import type { CompareTensorsOptions } from "./options.ts";

/** The settings that a result depends on. */
export function settingsOf(options: CompareTensorsOptions): CompareRun["settings"] {
  return {
    seed: options.seed,
    gates: options.gateTexts,
    closeness: options.closeness,
    tolerance: toleranceText(options.tolerance),
    mapeConvention: options.mapeConvention,
    only: options.only,
    mapping: options.mapping?.path ?? null,
    allowMissing: options.allowMissing,
    observationAxis: options.observationAxis,
    floor: options.floor,
    golden: options.golden,
    maxMapePercent: options.maxMapePercent,
    maxFloors: options.maxFloors,
    minCoherenceP: options.minCoherenceP,
  };
}

export function toleranceText(choice: ToleranceChoice): string {
  if (choice.rule === "given") {
    return `--rtol ${toleranceNumber(choice.relative)} --atol ${toleranceNumber(choice.absolute)}`;
  }
  if (choice.rule === "torch") return "torch.testing's tolerances";
  const { reduceDimension } = choice;
  return `FlagGems' tolerances${reduceDimension === 1 ? "" : `, reduce dimension ${reduceDimension}`}`;
}
