import type { DriftFinding, DriftOutcome } from "../contracts/drift.ts";
import { significant } from "./judge-move.ts";

/** One arm's action tensors of two runs with the same requests. */
export interface TensorPairFigures {
  readonly role: "baseline" | "candidate";
  readonly label: string;
  readonly bitIdentical: boolean;
  /** Positions where only one of them is NaN or infinite. */
  readonly nonFiniteMismatches: number;
  /** Between the two; `null` where it is undefined. */
  readonly wapePercent: number | null;
  /** What one ulp of input does to the baseline, the larger of both runs'; `null` where neither knows it. */
  readonly floorPercent: number | null;
  /** How far the arm is from itself within one run, the larger of both runs'; `null` where neither knows it. */
  readonly repeatPercent: number | null;
  /** Whether the differences of several observations are alike. */
  readonly coherence: { readonly p: number | null; readonly observations: number };
}

export interface TensorLimits {
  readonly maxFloors: number;
  readonly minCoherenceP: number;
}

/** With fewer observations sign flips cannot reach a p of 0.01. */
const COHERENCE_OBSERVATIONS = 8;

/** Whether an arm still answers what it answered, by the elements themselves. */
export function judgeTensors(figures: TensorPairFigures, limits: TensorLimits): DriftFinding {
  const { role, label, wapePercent, floorPercent } = figures;
  const floors = wapePercent === null || !floorPercent ? null : wapePercent / floorPercent;
  const head = {
    key: `${role}Tensors`,
    label: `${label}, then and now`,
    reference: 0,
    interval95: null,
    noise: noiseWords(figures),
    decides: role === "candidate",
  };
  const size =
    floors === null
      ? { unit: "% WAPE", value: wapePercent, move: wapePercent, margin: null }
      : { unit: "× rounding floor", value: floors, move: floors, margin: limits.maxFloors };
  return { ...head, ...size, ...judge(figures, floors, limits) };
}

interface Judgement {
  readonly outcome: DriftOutcome;
  readonly reason: string;
}

function judge(figures: TensorPairFigures, floors: number | null, limits: TensorLimits): Judgement {
  const { bitIdentical, nonFiniteMismatches, wapePercent, repeatPercent } = figures;
  if (bitIdentical) return { outcome: "same", reason: "the same requests, answered with the same bits" };
  if (nonFiniteMismatches > 0)
    return {
      outcome: "moved",
      reason: `NaN or infinity at ${nonFiniteMismatches} positions of one of the runs only`,
    };
  if (wapePercent === null) return { outcome: "cannot tell", reason: "WAPE is undefined: all actions are 0" };
  const apart = `the same requests, answers apart by WAPE ${significant(wapePercent)} %`;
  if (repeatPercent !== null && wapePercent <= repeatPercent)
    return {
      outcome: "same",
      reason: `${apart}: no more than the stack is from itself (${significant(repeatPercent)} %)`,
    };
  if (floors === null) return { outcome: "cannot tell", reason: `${apart}; no rounding floor is known` };
  return judgeFloors(`${apart}, ${significant(floors)} × the rounding floor`, floors, figures, limits);
}

function judgeFloors(
  apart: string,
  floors: number,
  { coherence }: TensorPairFigures,
  { maxFloors, minCoherenceP }: TensorLimits,
): Judgement {
  if (floors > maxFloors) return { outcome: "moved", reason: `${apart}: beyond ${maxFloors}` };
  const isCoherent =
    coherence.p !== null && coherence.observations >= COHERENCE_OBSERVATIONS && coherence.p < minCoherenceP;
  const kind = isCoherent
    ? `small, but not rounding (differences of several observations are alike, p ${significant(coherence.p ?? 0)}): ` +
      "look for a different formula"
    : "as rounding is";
  return { outcome: "moved within its limit", reason: `${apart}: within ${maxFloors}, ${kind}` };
}

function noiseWords({ floorPercent, repeatPercent }: TensorPairFigures): string {
  const floor = floorPercent === null ? "unknown" : `WAPE ${significant(floorPercent)} %`;
  const repeat = repeatPercent === null ? "unknown" : `WAPE ${significant(repeatPercent)} %`;
  return `perturbation floor ${floor}, repeat floor ${repeat}`;
}
