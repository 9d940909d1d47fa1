import { requireComparable, restrictDimensions } from "../../compare/action-set.ts";
import { measure } from "../../compare/measure.ts";
import { numberOf } from "../../contracts/figures.ts";
import { commonObservations, type Series } from "../answers.ts";
import type { AssessmentRequest } from "./request.ts";

/** How far each arm is from the golden stack, which is the reference here; `null` without one. */
export function assessGolden(request: AssessmentRequest) {
  const { golden, answers } = request;
  const reference = answers.actions({ role: "golden", pass: 0, perturbation: null });
  const baseline = answers.actions({ role: "baseline", pass: 0, perturbation: null });
  const candidate = answers.actions({ role: "candidate", pass: 0, perturbation: null });
  if (golden === null || reference === undefined || baseline === undefined || candidate === undefined)
    return null;
  const all = commonObservations(reference, baseline, candidate);
  if (all.length === 0) return null;
  const dimensions = request.actionDimensions ?? reference.shape[1] ?? 0;
  const distance = (arm: Series) => distanceTo({ reference, arm, observations: all, dimensions });
  return { ...golden, baseline: distance(baseline), candidate: distance(candidate) };
}

function distanceTo(from: {
  reference: Series;
  arm: Series;
  observations: readonly number[];
  dimensions: number;
}) {
  const baseline = restrictDimensions(from.reference.actionSet(from.observations), from.dimensions);
  const candidate = restrictDimensions(from.arm.actionSet(from.observations), from.dimensions);
  requireComparable(baseline, candidate);
  const { figures } = measure({ baseline, candidate });
  return {
    wapePercent: numberOf(figures, "wapePercent"),
    mapePercent: numberOf(figures, "mapePercent"),
    relativeL2: numberOf(figures, "relativeL2"),
  };
}
