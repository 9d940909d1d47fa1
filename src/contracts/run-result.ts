import { z } from "zod";
import { runHead, runTail } from "./run-parts.ts";
import { gateSchema, limitsSchema } from "./verdict.ts";

/** JSON has no NaN and no infinities, so they are these strings. */
const number = z.union([z.number(), z.literal(["NaN", "Infinity", "-Infinity"])]);
const optionalNumber = number.nullable();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const interval = z.tuple([number, number]).readonly();
const percentInterval = interval.nullable();

/** Metric values by key; an absent one is `null` with its reason under `<key>Reason`. */
const figures = z.record(z.string(), z.union([number, z.string(), list(z.number()), z.null()]));

const unknownFloor = z.object({ wapePercent: z.null(), reason: z.string() });
const floor = z.union([
  unknownFloor,
  z.object({
    wapePercent: number,
    mapePercent: optionalNumber,
    maxAbsolute: number,
    bitIdentical: z.boolean(),
    sameNonFinite: z.boolean(),
    change: z.string(),
  }),
]);

const latency = z.object({
  calls: z.number(),
  meanMilliseconds: number,
  /** 95 %, by bootstrap; `null` for a single call. */
  meanIntervalMilliseconds: interval.nullable(),
  /** With n − 1; `null` for a single call. */
  standardDeviationMilliseconds: optionalNumber,
  medianMilliseconds: number,
  p90Milliseconds: number,
  p99Milliseconds: number,
  minMilliseconds: number,
  maxMilliseconds: number,
  /** Where the times come from. */
  source: z.string(),
});

const groupErrors = z.object({
  index: z.number(),
  mapePercent: optionalNumber,
  wapePercent: optionalNumber,
  relativeL2: optionalNumber,
  maxAbsolute: number,
});
export type GroupErrors = z.infer<typeof groupErrors>;

const goldenDistance = z.object({
  wapePercent: optionalNumber,
  mapePercent: optionalNumber,
  relativeL2: optionalNumber,
});

/** How far apart the end effectors are, by a suite's kinematics; indices are [observation, step]. */
const endEffector = z.union([
  z.object({ chain: z.string(), source: z.string(), positionErrorMaxMetres: z.null(), reason: z.string() }),
  z.object({
    chain: z.string(),
    source: z.string(),
    positionErrorMeanMetres: z.number(),
    positionErrorMaxMetres: z.number(),
    positionErrorMaxIndex: list(z.number()),
    orientationErrorMeanRadians: z.number(),
    orientationErrorMaxRadians: z.number(),
    orientationErrorMaxIndex: list(z.number()),
    poses: z.number(),
    excludedPoses: z.number(),
  }),
]);

/** The tensors' figures, at the top level of `run.json`. */
const comparison = {
  shape: z.object({ observations: z.number(), steps: z.number(), dimensions: z.number() }),
  dtype: z.string(),
  bitIdentical: z.boolean(),
  mapeConvention: z.string(),
  metrics: figures,
  mapeConventions: figures,
  /** What each metric and convention is, so that a result explains itself. */
  descriptions: z.record(
    z.string(),
    z.object({ label: z.string(), unit: z.string(), description: z.string() }),
  ),
  intervals: z.object({ mapePercent: percentInterval, wapePercent: percentInterval, resamples: z.number() }),
  nonFinite: z.object({
    baseline: z.record(z.string(), z.number()),
    candidate: z.record(z.string(), z.number()),
    mismatches: z.number(),
    firstMismatch: z.object({ index: list(z.number()), baseline: number, candidate: number }).nullable(),
    excluded: z.number(),
  }),
  actionDimensions: z.object({
    compared: z.number(),
    answered: z.number(),
    padding: z.object({ from: z.number(), reason: z.string() }).nullable(),
    /** Over all answered dimensions, where `--action-dim` left some out. */
    all: z.object({ mapePercent: optionalNumber, wapePercent: optionalNumber }).nullable(),
  }),
  floors: z.object({ baselineRepeat: floor, candidateRepeat: floor, perturbation: floor }),
  golden: z
    .object({ stack: z.string(), label: z.string(), baseline: goldenDistance, candidate: goldenDistance })
    .nullable(),
  errorCoherence: z.object({
    meanCosine: optionalNumber,
    meanCosineReason: z.string().optional(),
    p: optionalNumber,
    flipsAtLeastAsLarge: z.number().optional(),
    flips: z.number().optional(),
    method: z.string().optional(),
    observations: z.number(),
    zeroErrorObservations: z.number(),
  }),
  /** Absent where the suite names no kinematics. */
  endEffector: endEffector.optional(),
  largestTerms: list(
    z.object({ index: list(z.number()), baseline: number, candidate: number, percent: number }),
  ),
  observations: list(groupErrors),
  horizon: list(groupErrors),
  dimensions: list(groupErrors),
  growth: z
    .array(z.object({ step: z.number(), relativeL2: optionalNumber, growth: optionalNumber }))
    .nullable(),
  growthReason: z.string().optional(),
};
const comparisonSchema = z.object(comparison);
export type Comparison = z.infer<typeof comparisonSchema>;

/** In their place when no observation was answered by both arms. */
const nothingCompared = { metrics: z.null(), metricsReason: z.string() };

const run = {
  ...runHead,
  kind: z.literal("pi0"),
  capsule: z.object({
    sha256: z.string().nullable(),
    sha256Reason: z.string().optional(),
    observations: z.number(),
    noiseSha256: z.string(),
    profile: z.string().nullable(),
    description: z.string(),
  }),
  settings: z.object({
    seed: z.number(),
    repeats: z.number(),
    policy: z.string(),
    /** Those of poses and cosines are absent in results of earlier versions. */
    limits: limitsSchema.partial({
      maxPositionErrorMetres: true,
      maxOrientationErrorRadians: true,
      minCosine: true,
      minStepCosine: true,
    }),
    requireEvidence: z.boolean(),
    /** What the published model card states, where the suite knows it. */
    cardMapePercent: z.number().nullable(),
  }),
  latency: z.object({
    baseline: latency.nullable(),
    candidate: latency.nullable(),
    /** How many times the baseline's mean the candidate's is, with its 95 % interval; `null` where one is unknown. */
    candidateOverBaseline: z.object({ ratio: number, interval }).nullable(),
  }),
  gates: list(gateSchema),
  ...runTail,
};

/** A complete, interrupted or failed pi0 run, as `run.json` holds it. */
export const runResultSchema = z.union([
  z.object({ ...run, ...comparison }),
  z.object({ ...run, ...nothingCompared }),
]);
export type RunResult = z.infer<typeof runResultSchema>;

/** A run that compared something. */
export type ComparedRun = Extract<RunResult, Comparison>;
