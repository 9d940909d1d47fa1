import { ELEMENTWISE_FIGURES } from "../compare/elementwise/figures.ts";
import { DEFAULT_LIMITS } from "../compare/policies/policy.ts";
import { type GateExpression, parseGate } from "../compare/tensors/gate-expression.ts";
import { gateKeys } from "../compare/tensors/judged-figures.ts";
import { TENSOR_CONVENTIONS } from "../compare/tensors/tensor-conventions.ts";
import { TOLERANCE_RULES, type ToleranceChoice } from "../compare/tensors/tolerances.ts";
import { GATES } from "../contracts/verdict.ts";
import type { CompareTensorsOptions } from "../run/compare/tensors/options.ts";
import { loadNameMapping } from "../suite/name-mapping.ts";
import { FvalidateError } from "../support/errors.ts";
import { STORED_DTYPES } from "../tensors/stored/stored-dtype.ts";
import {
  choice,
  integerFlag,
  isOnCommandLine,
  isSet,
  numberFlag,
  type Parsed,
  text,
  texts,
} from "./arguments.ts";
import { TENSOR_FLAGS } from "./compare-flags.ts";
import { compareCommandLine, compareSides } from "./compare-sides.ts";

const NOT_NEGATIVE = { minimum: 0 };

/** @throws FvalidateError of kind `usage`, of kind `suite` for a name mapping that cannot be read */
export async function compareTensorsOptions(parsed: Parsed): Promise<CompareTensorsOptions> {
  const gateTexts = texts(parsed, "gate");
  const gates = gateTexts.map((gate) => parseGate(gate, gateKeys(ELEMENTWISE_FIGURES)));
  for (const gate of gates) requireItsFile(gate, parsed);
  for (const [limit, flag] of LIMITS) requireItsFlag(limit, flag, parsed);
  const tolerance = toleranceChoice(parsed);
  const floor = text(parsed, "floor");
  const mapping = text(parsed, "mapping");
  return {
    ...compareSides(parsed),
    golden: text(parsed, "golden"),
    floor,
    dtype: choice(parsed, "dtype", STORED_DTYPES),
    only: text(parsed, "only"),
    mapping: mapping === null ? null : { path: mapping, names: await loadNameMapping(mapping) },
    allowMissing: isSet(parsed, "allow-missing"),
    tolerance: tolerance ?? { rule: "torch" },
    gates,
    gateTexts,
    // A tolerance that was asked for decides; the dtype's own one where nothing else was asked for.
    closeness: tolerance !== null || (gates.length === 0 && floor === null),
    mapeConvention: choice(parsed, "mape", TENSOR_CONVENTIONS) ?? "naive",
    observationAxis: integerFlag(parsed, "observation-axis", 0),
    maxMapePercent: DEFAULT_LIMITS.maxMapePercent,
    maxFloors: numberFlag(parsed, "max-floors", NOT_NEGATIVE) ?? DEFAULT_LIMITS.maxFloors,
    minCoherenceP:
      numberFlag(parsed, "min-coherence-p", { minimum: 0, maximum: 1 }) ?? DEFAULT_LIMITS.minCoherenceP,
    seed: integerFlag(parsed, "seed", 0) ?? 42,
    workers: integerFlag(parsed, "workers", 1),
    outputPath: text(parsed, "output-path") ?? "reports",
    command: compareCommandLine(parsed, Object.keys(TENSOR_FLAGS)),
  };
}

/** `null` where none was asked for. */
function toleranceChoice(parsed: Parsed): ToleranceChoice | null {
  const rule = choice(parsed, "tolerance", TOLERANCE_RULES);
  const relative = numberFlag(parsed, "rtol", NOT_NEGATIVE);
  const absolute = numberFlag(parsed, "atol", NOT_NEGATIVE);
  const reduceDimension = integerFlag(parsed, "reduce-dim", 1);
  if (reduceDimension !== null && rule !== "flaggems") {
    throw new FvalidateError("usage", "--reduce-dim belongs to --tolerance flaggems.");
  }
  if (relative === null && absolute === null) {
    if (rule === null) return null;
    return rule === "torch" ? { rule } : { rule, reduceDimension: reduceDimension ?? 1 };
  }
  if (rule !== null) {
    throw new FvalidateError("usage", "--tolerance and --rtol with --atol exclude one another.");
  }
  if (relative !== null && absolute !== null) return { rule: "given", relative, absolute };
  // As in torch.testing: with one of them alone, elements could pass by the other's default.
  throw new FvalidateError("usage", `--${relative === null ? "rtol" : "atol"} is missing.`, {
    hint: "--rtol and --atol belong together; the one that should not count is 0.",
  });
}

const NEEDED: Readonly<Record<string, string>> = {
  [GATES.floors]: "floor",
  [GATES.coherence]: "observation-axis",
  goldenRatio: "golden",
};

/** A limit on what is never measured would leave every comparison undecided. */
function requireItsFile({ key }: GateExpression, parsed: Parsed): void {
  const flag = NEEDED[key];
  if (flag === undefined || parsed[flag] !== undefined) return;
  throw new FvalidateError("usage", `--gate ${key} needs --${flag}.`);
}

const LIMITS = [
  ["max-floors", "floor"],
  ["min-coherence-p", "observation-axis"],
] as const;

/** A limit that was typed for nothing would be taken for one that holds. */
function requireItsFlag(limit: string, flag: string, parsed: Parsed): void {
  if (!isOnCommandLine(parsed, limit) || parsed[flag] !== undefined) return;
  throw new FvalidateError("usage", `--${limit} needs --${flag}.`);
}
