import { requireComparable, restrictDimensions } from "../../compare/action-set.ts";
import { bootstrapObservations } from "../../compare/bootstrap.ts";
import { errorCoherence } from "../../compare/error-coherence.ts";
import { endEffectorErrors } from "../../compare/kinematics/end-effector-errors.ts";
import { largestTerms } from "../../compare/largest-terms.ts";
import { type Measurement, measure } from "../../compare/measure.ts";
import { FIGURES } from "../../compare/metrics/index.ts";
import { MAPE_CONVENTIONS } from "../../compare/metrics/mape-conventions.ts";
import { detectPadding } from "../../compare/padding.ts";
import type { Findings } from "../../compare/policies/policy.ts";
import type { ActionSet } from "../../contracts/actions.ts";
import { numberOf } from "../../contracts/figures.ts";
import type { Comparison } from "../../contracts/run-result.ts";
import { commonObservations } from "../answers.ts";
import { assessFloors } from "./floors.ts";
import { assessGolden } from "./golden.ts";
import { groupErrors } from "./group-errors.ts";
import { assessGrowth } from "./growth.ts";
import type { AssessmentRequest } from "./request.ts";

export interface Assessment {
  readonly comparison: Comparison;
  readonly findings: Findings;
  /** What was compared, with all answered dimensions. */
  readonly baseline: ActionSet;
  readonly candidate: ActionSet;
}

/** How many of the elements that dominate MAPE are listed. */
const LARGEST_TERMS = 5;

/**
 * Compares what both arms answered, with everything that tells rounding from a fault.
 * @returns `null` when there is no observation that both answered.
 * @throws FvalidateError of kind `comparison` when the shapes differ or nothing is left to compare.
 */
export function assess(request: AssessmentRequest): Assessment | null {
  const answered = comparedPair(request);
  if (answered === null) return null;
  requireComparable(answered.baseline, answered.candidate);
  const pair = restrictPair(request, answered);
  const measurement = measure(pair);
  const { kinematics } = request;
  const findings: Findings = {
    ...mapeFindings(request, measurement),
    wapePercent: numberOf(measurement.figures, "wapePercent"),
    cosine: numberOf(measurement.figures, "cosine"),
    minStepCosine: numberOf(measurement.figures, "minStepCosine"),
    endEffector: kinematics && endEffectorErrors(kinematics, answered),
    nonFinite: measurement.nonFinite,
    coherence: errorCoherence(pair, request.seed),
    ...assessFloors(request),
  };
  const comparison: Comparison = {
    ...describeMeasurement(measurement, pair.baseline),
    mapeConvention: request.mapeConvention,
    intervals: bootstrapObservations(measurement.observations, request.seed),
    actionDimensions: describeDimensions(answered, pair, measurement),
    floors: {
      baselineRepeat: findings.baselineRepeat,
      candidateRepeat: findings.candidateRepeat,
      perturbation: findings.perturbation,
    },
    golden: assessGolden(request),
    errorCoherence: findings.coherence,
    ...(kinematics === null || findings.endEffector === null
      ? {}
      : { endEffector: { chain: kinematics.name, source: kinematics.source, ...findings.endEffector } }),
    largestTerms: largestTerms(pair, LARGEST_TERMS),
    ...assessGrowth(request),
  };
  return { ...answered, findings, comparison };
}

/** The observations that both arms answered, in order. */
function comparedPair({ answers }: AssessmentRequest) {
  const baseline = answers.actions({ role: "baseline", pass: 0, perturbation: null });
  const candidate = answers.actions({ role: "candidate", pass: 0, perturbation: null });
  if (baseline === undefined || candidate === undefined) return null;
  const both = commonObservations(baseline, candidate);
  return both.length === 0
    ? null
    : { baseline: baseline.actionSet(both), candidate: candidate.actionSet(both) };
}

function restrictPair(
  { actionDimensions }: AssessmentRequest,
  pair: { baseline: ActionSet; candidate: ActionSet },
) {
  if (actionDimensions === null) return pair;
  return {
    baseline: restrictDimensions(pair.baseline, actionDimensions),
    candidate: restrictDimensions(pair.candidate, actionDimensions),
  };
}

function mapeFindings({ mapeConvention }: AssessmentRequest, { mapeConventions }: Measurement) {
  const reason = mapeConventions[`${mapeConvention}Reason`];
  return {
    mapeConvention,
    mapePercent: numberOf(mapeConventions, mapeConvention),
    mapeReason: typeof reason === "string" ? reason : null,
  };
}

function describeMeasurement(measurement: Measurement, { shape }: ActionSet) {
  const [observations, steps, dimensions] = shape;
  const { baseline, candidate, ...nonFinite } = measurement.nonFinite;
  return {
    shape: { observations, steps, dimensions },
    dtype: measurement.dtype,
    bitIdentical: measurement.bitIdentical,
    metrics: measurement.figures,
    mapeConventions: measurement.mapeConventions,
    descriptions: describeFigures(),
    nonFinite: { ...nonFinite, baseline: { ...baseline }, candidate: { ...candidate } },
    observations: groupErrors(measurement.observations),
    horizon: groupErrors(measurement.steps),
    dimensions: groupErrors(measurement.dimensions),
  };
}

function describeDimensions(
  answered: { baseline: ActionSet; candidate: ActionSet },
  compared: { baseline: ActionSet },
  measurement: Measurement,
) {
  const all = answered.baseline.shape[2];
  const restricted = compared.baseline.shape[2] < all;
  const whole = restricted ? measure(answered) : measurement;
  return {
    compared: compared.baseline.shape[2],
    answered: all,
    padding: detectPadding(whole.dimensions),
    all: restricted
      ? {
          mapePercent: numberOf(whole.figures, "mapePercent"),
          wapePercent: numberOf(whole.figures, "wapePercent"),
        }
      : null,
  };
}

function describeFigures(): Comparison["descriptions"] {
  const conventions = Object.values(MAPE_CONVENTIONS).map(({ name, description }) => ({
    key: name,
    label: name,
    unit: "%",
    description,
  }));
  return Object.fromEntries(
    [...FIGURES, ...conventions].map(({ key, ...description }) => [key, description]),
  );
}
