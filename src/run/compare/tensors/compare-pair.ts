import { type Floor, floorOfMeasurement } from "../../../compare/floors.ts";
import type { ErrorCoherence } from "../../../compare/sign-flip-test.ts";
import type { Distance, GoldenDistances } from "../../../compare/tensors/findings.ts";
import { gramCoherence } from "../../../compare/tensors/gram-coherence.ts";
import type { NamedPair } from "../../../compare/tensors/match-names.ts";
import { type NamedTolerance, toleranceFor } from "../../../compare/tensors/tolerances.ts";
import { numberOf } from "../../../contracts/figures.ts";
import type { PairMeasurement } from "../../../contracts/pair-measurement.ts";
import type { StoredTensor } from "../../../tensors/stored/stored-tensor.ts";
import type { TensorEngine } from "../engine/engine.ts";
import type { JudgingOptions } from "./options.ts";

/** A pair that was measured, with what else was asked for. */
export interface MeasuredPair {
  readonly pair: NamedPair;
  readonly tolerance: NamedTolerance;
  readonly measurement: PairMeasurement;
  /** `null` where it was not asked for. */
  readonly floor: (Floor & { readonly relativeL2: number | null }) | null;
  /** Before its p is adjusted for the number of tensors. */
  readonly coherence: ErrorCoherence | null;
  readonly golden: GoldenDistances | { readonly reason: string } | null;
}

/** A pair with the tensors that belong to it, none of them deflated any more. */
export interface ReadyPair {
  readonly pair: NamedPair;
  /** `undefined` where its side has none; `null` where no such side was given. */
  readonly floor: StoredTensor | undefined | null;
  readonly golden: StoredTensor | undefined | null;
}

/** Measures one pair, and each of the others that was asked for. */
export async function comparePair(
  ready: ReadyPair,
  options: JudgingOptions,
  engine: TensorEngine,
): Promise<MeasuredPair> {
  const { pair } = ready;
  const { baseline, candidate } = pair;
  const tolerance = toleranceFor(baseline.dtype, candidate.dtype, options.tolerance);
  const measurement = await engine.measure({ baseline, candidate, tolerance });
  return {
    pair,
    tolerance,
    measurement,
    floor: await floorOf(ready, tolerance, engine),
    coherence: await coherenceOf(pair, tolerance, options, engine),
    golden: await goldenOf(ready, tolerance, engine),
  };
}

async function floorOf(
  { pair, floor }: ReadyPair,
  tolerance: NamedTolerance,
  engine: TensorEngine,
): Promise<MeasuredPair["floor"]> {
  if (floor === null) return null;
  const reason = whyNoCounterpart(pair, floor, "--floor");
  if (reason !== null || floor === undefined) {
    return { wapePercent: null, reason: reason ?? "", relativeL2: null };
  }
  const measured = await engine.measure({ baseline: pair.baseline, candidate: floor, tolerance });
  const otherPositions = whyOtherPositions(measured, "--floor and the baseline");
  if (otherPositions !== null) return { wapePercent: null, reason: otherPositions, relativeL2: null };
  const relativeL2 = numberOf(measured.figures, "relativeL2");
  return { ...floorOfMeasurement(measured, "an input moved (--floor)"), relativeL2 };
}

function whyNoCounterpart(pair: NamedPair, other: StoredTensor | undefined, flag: string): string | null {
  if (other === undefined) return `${flag} holds no tensor ${pair.name}`;
  const [own, its] = [pair.baseline.shape, other.shape].map((shape) => `[${shape.join(", ")}]`);
  return own === its ? null : `${flag} holds it in the shape ${its}`;
}

/** Whether the errors along the axis of observations are alike. */
async function coherenceOf(
  { baseline, candidate }: NamedPair,
  tolerance: NamedTolerance,
  { observationAxis, seed }: JudgingOptions,
  engine: TensorEngine,
): Promise<ErrorCoherence | null> {
  if (observationAxis === null) return null;
  if (observationAxis >= baseline.shape.length) {
    const meanCosineReason = `it has no axis ${observationAxis}`;
    return { meanCosine: null, meanCosineReason, p: null, observations: 0, zeroErrorObservations: 0 };
  }
  return gramCoherence(await engine.errorGram({ baseline, candidate, tolerance }, observationAxis), seed);
}

async function goldenOf(
  { pair, golden }: ReadyPair,
  tolerance: NamedTolerance,
  engine: TensorEngine,
): Promise<MeasuredPair["golden"]> {
  if (golden === null) return null;
  const reason = whyNoCounterpart(pair, golden, "--golden");
  if (reason !== null || golden === undefined) return { reason: reason ?? "" };
  const measure = (arm: StoredTensor) => engine.measure({ baseline: golden, candidate: arm, tolerance });
  const [baseline, candidate] = [await measure(pair.baseline), await measure(pair.candidate)];
  const otherPositions =
    whyOtherPositions(baseline, "--golden and the baseline") ??
    whyOtherPositions(candidate, "--golden and the candidate");
  if (otherPositions !== null) return { reason: otherPositions };
  return { baseline: distanceOf(baseline), candidate: distanceOf(candidate) };
}

/** Such positions are left out of every figure, which would make a broken tensor look near. */
function whyOtherPositions({ nonFinite: { mismatches } }: PairMeasurement, sides: string): string | null {
  return mismatches === 0 ? null : `${sides} do not hold NaN and infinities at the same positions`;
}

function distanceOf({ figures }: PairMeasurement): Distance {
  return {
    wapePercent: numberOf(figures, "wapePercent"),
    relativeL2: numberOf(figures, "relativeL2"),
    maxAbsolute: numberOf(figures, "maxAbsolute"),
  };
}
