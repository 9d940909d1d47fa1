import { ELEMENTWISE_FIGURES } from "../../../compare/elementwise/figures.ts";
import type { ErrorCoherence } from "../../../compare/sign-flip-test.ts";
import { adjustedForNumber } from "../../../compare/tensors/adjusted-p.ts";
import { decideTensor } from "../../../compare/tensors/decide-tensor.ts";
import { tensorGates } from "../../../compare/tensors/gates.ts";
import { compareToGolden } from "../../../compare/tensors/golden.ts";
import type { NamedPair } from "../../../compare/tensors/match-names.ts";
import { mismatchMessage } from "../../../compare/tensors/mismatch-message.ts";
import type { ComparedTensor, TensorResult, UncomparedTensor } from "../../../contracts/compare-run.ts";
import type { StoredDType } from "../../../tensors/stored/stored-dtype.ts";
import type { MeasuredPair } from "./compare-pair.ts";
import type { ComparedPair, UnmeasuredPair } from "./compare-pairs.ts";
import type { JudgingOptions } from "./options.ts";

/** Fewer observations than this are not tested; see the policy `floor`. */
const TESTED_OBSERVATIONS = 8;

const WIDE_INTEGERS: readonly StoredDType[] = ["int64", "uint64"];

/** Every pair's result, in the given order. */
export function assessPairs(pairs: readonly ComparedPair[], options: JudgingOptions): TensorResult[] {
  const tested = pairs.flatMap((pair) => ("measurement" in pair && isTested(pair.coherence) ? [pair] : []));
  const adjusted = adjustedForNumber(tested.map(({ coherence }) => coherence?.p ?? 1));
  const adjustedOf = new Map<ComparedPair, number>(tested.map((pair, at) => [pair, adjusted[at] ?? 1]));
  return pairs.map((pair) =>
    "measurement" in pair
      ? measuredResult(pair, { options, tests: tested.length, adjustedP: adjustedOf.get(pair) })
      : unmeasuredResult(pair),
  );
}

function isTested(coherence: ErrorCoherence | null): boolean {
  return coherence !== null && coherence.p !== null && coherence.observations >= TESTED_OBSERVATIONS;
}

interface Assessing {
  readonly options: JudgingOptions;
  readonly tests: number;
  /** `undefined` for a tensor that was not tested. */
  readonly adjustedP: number | undefined;
}

function measuredResult(measured: MeasuredPair, assessing: Assessing): ComparedTensor {
  const { pair, tolerance, measurement, floor } = measured;
  const gates = gatesOf(measured, assessing);
  const { baseline, candidate, ...nonFinite } = measurement.nonFinite;
  return {
    ...headOf(pair),
    gates,
    ...decideTensor(gates, measurement.bitIdentical),
    message: mismatchMessage(measurement),
    bitIdentical: measurement.bitIdentical,
    metrics: measurement.figures,
    mapeConventions: measurement.mapeConventions,
    quantileErrorPercent: measurement.quantileErrorPercent,
    nonFinite: { ...nonFinite, baseline: { ...baseline }, candidate: { ...candidate } },
    closeness: { ...measurement.closeness, rule: tolerance.rule },
    ...(floor !== null && { floor }),
    ...goldenPart(measured),
    ...coherencePart(measured, assessing),
  };
}

function gatesOf(
  { pair, measurement, tolerance, floor, coherence, golden }: MeasuredPair,
  assessing: Assessing,
) {
  const { options, tests, adjustedP } = assessing;
  const findings = {
    measurement,
    tolerance,
    wideIntegers: [pair.baseline, pair.candidate].some(({ dtype }) => WIDE_INTEGERS.includes(dtype)),
    floor,
    coherence:
      coherence === null || coherence.p === null || adjustedP === undefined
        ? coherence
        : { ...coherence, p: adjustedP },
    coherenceTests: tests,
    golden: golden === null || "reason" in golden ? null : golden,
  };
  return tensorGates(findings, options, ELEMENTWISE_FIGURES);
}

function goldenPart({ golden }: MeasuredPair): Pick<ComparedTensor, "golden"> {
  if (golden === null) return {};
  return {
    golden: "reason" in golden ? { nearer: null, reason: golden.reason } : compareToGolden(golden),
  };
}

function coherencePart(
  { coherence }: MeasuredPair,
  { tests, adjustedP }: Assessing,
): Pick<ComparedTensor, "errorCoherence"> {
  if (coherence === null) return {};
  return { errorCoherence: { ...coherence, adjustedP: adjustedP ?? coherence.p, tests } };
}

function unmeasuredResult({ pair, outcome, reason }: UnmeasuredPair): UncomparedTensor {
  return {
    ...headOf(pair),
    gates: [],
    outcome,
    message: reason,
    reasons: [reason],
    metrics: null,
    metricsReason: reason,
  };
}

function headOf({ name, baseline, candidate }: NamedPair) {
  return {
    name,
    ...(candidate.name !== name && { candidateName: candidate.name }),
    dump: baseline.dump === undefined ? null : { ...baseline.dump },
    baseline: { dtype: baseline.dtype, shape: baseline.shape },
    candidate: { dtype: candidate.dtype, shape: candidate.shape },
  };
}
