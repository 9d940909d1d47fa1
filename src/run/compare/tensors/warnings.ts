import { listed } from "../../../compare/tensors/match-names.ts";
import type { TensorResult } from "../../../contracts/compare-run.ts";
import type { CompareTensorsOptions } from "./options.ts";
import type { Sides } from "./sides.ts";

interface Facts {
  readonly options: CompareTensorsOptions;
  readonly sides: Sides;
  readonly tensors: readonly TensorResult[];
}

/** What a reader must know before trusting the verdict, the gravest first. */
export function warningsOf(facts: Facts): string[] {
  return [
    sameFile(facts),
    bitIdentical(facts),
    missing(facts),
    ...facts.sides.match.warnings,
    otherOrder(facts),
    nonFinite(facts),
    dtypes(facts),
    zeroReferences(facts),
    unknownFloors(facts),
    flatFloors(facts),
    unknownGoldens(facts),
    unusedAxis(facts),
  ].filter((warning) => warning !== null);
}

function sameFile({ sides }: Facts): string | null {
  return sides.same ? "Baseline and candidate are the SAME place: this compares it with itself." : null;
}

function bitIdentical({ sides, tensors }: Facts): string | null {
  const measured = tensors.filter((tensor) => tensor.metrics !== null);
  if (sides.same || measured.length === 0 || !measured.every((tensor) => tensor.bitIdentical)) return null;
  return (
    "The two sides are BIT-IDENTICAL. Different kernels hardly ever agree in every bit: check that the candidate's " +
    "file comes from another stack than the baseline's."
  );
}

function missing({ options, sides }: Facts): string | null {
  const { fromBaseline, fromCandidate } = sides.match.missing;
  const count = fromBaseline.length + fromCandidate.length;
  if (!options.allowMissing || count === 0) return null;
  return `${count} ${count === 1 ? "name is" : "names are"} on one side only and not compared (--allow-missing).`;
}

/** Both dumps tell an order, and it is not the same: the candidate may run another graph. */
function otherOrder({ sides }: Facts): string | null {
  const calls = sides.match.pairs.flatMap(({ name, baseline, candidate }) =>
    baseline.dump === undefined || candidate.dump === undefined
      ? []
      : [{ name, baseline: baseline.dump.call, candidate: candidate.dump.call }],
  );
  const inOrder = calls.toSorted(
    (one, other) => one.baseline - other.baseline || one.candidate - other.candidate,
  );
  const early = inOrder.find(({ candidate }, at) => candidate < (inOrder[at - 1]?.candidate ?? candidate));
  if (early === undefined) return null;
  return `The candidate calls its layers in another order than the baseline, first seen at ${early.name}.`;
}

function nonFinite({ tensors }: Facts): string | null {
  const affected = namesOf(tensors, (tensor) => tensor.metrics !== null && tensor.nonFinite.excluded > 0);
  if (affected.length === 0) return null;
  return `Elements with NaN or infinity were left out of every figure of ${listed(affected)}.`;
}

function dtypes({ tensors }: Facts): string | null {
  const mixed = tensors.filter(({ baseline, candidate }) => baseline.dtype !== candidate.dtype);
  const [first] = mixed;
  if (first === undefined) return null;
  const example = `${first.name} is ${first.baseline.dtype} in the baseline and ${first.candidate.dtype} in the candidate`;
  return mixed.length === 1
    ? `The dtypes differ: ${example}.`
    : `The dtypes of ${mixed.length} tensors differ: ${example}.`;
}

function zeroReferences({ options, tensors }: Facts): string | null {
  const judgesMape = options.floor !== null || options.gates.some(({ key }) => key === "mapePercent");
  if (!judgesMape || options.mapeConvention !== "naive") return null;
  const affected = namesOf(tensors, ({ metrics }) => isPositive(metrics?.["zeroReferences"]));
  if (affected.length === 0) return null;
  return `Naive MAPE is not defined where the baseline is exactly zero, as in ${listed(affected)}: see --mape.`;
}

/** Without it MAPE alone is left to decide. */
function unknownFloors({ tensors }: Facts): string | null {
  const reasons = tensors.flatMap((tensor) =>
    tensor.metrics !== null && !tensor.bitIdentical && tensor.floor?.wapePercent === null
      ? [tensor.floor.reason]
      : [],
  );
  return withFirstReason("There is no rounding floor", reasons);
}

function unknownGoldens({ tensors }: Facts): string | null {
  const reasons = tensors.flatMap((tensor) =>
    tensor.metrics !== null && tensor.golden?.nearer === null ? [tensor.golden.reason] : [],
  );
  return withFirstReason("There is no distance to a golden tensor", reasons);
}

function withFirstReason(what: string, [first, ...others]: readonly string[]): string | null {
  if (first === undefined) return null;
  const count = others.length + 1;
  return `${what} for ${count} ${count === 1 ? "tensor" : "tensors"}${count === 1 ? "" : ", the first because"}: ${first}.`;
}

function flatFloors({ tensors }: Facts): string | null {
  const flat = namesOf(
    tensors,
    (tensor) => tensor.metrics !== null && !tensor.bitIdentical && tensor.floor?.wapePercent === 0,
  );
  if (flat.length === 0) return null;
  return `--floor is equal to the baseline in ${listed(flat)}: there is no rounding floor to compare with.`;
}

function unusedAxis({ options, tensors }: Facts): string | null {
  const { observationAxis } = options;
  if (observationAxis === null) return null;
  const measured = tensors.filter((tensor) => tensor.metrics !== null);
  const without = namesOf(measured, ({ baseline }) => baseline.shape.length <= observationAxis);
  if (without.length === 0) return null;
  return `There is no axis ${observationAxis} of observations in ${listed(without)}.`;
}

function namesOf(tensors: readonly TensorResult[], wanted: (tensor: TensorResult) => boolean): string[] {
  return tensors.filter(wanted).map(({ name }) => name);
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}
