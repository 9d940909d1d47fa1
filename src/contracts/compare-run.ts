import { z } from "zod";
import { runHead, runTail } from "./run-parts.ts";
import { gateSchema } from "./verdict.ts";

const number = z.union([z.number(), z.literal(["NaN", "Infinity", "-Infinity"])]);
const optionalNumber = number.nullable();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const index = list(z.number());
const figures = z.record(z.string(), z.union([number, z.string(), index, z.null()]));
const shape = list(z.number());

const extreme = z.object({ value: number, index, baseline: number, candidate: number });

const closeness = z.object({
  /** Where the tolerance comes from: "torch.testing, bfloat16", "FlagGems, float16, reduce dimension 4096", "--rtol". */
  rule: z.string(),
  relative: z.number(),
  absolute: z.number(),
  mismatched: z.number(),
  elements: z.number(),
  greatestAbsolute: extreme.nullable(),
  greatestRelative: extreme.nullable(),
  smallestRelative: optionalNumber,
  smallestAbsolute: number,
});

/** The baseline against itself with an input moved, for this tensor; `null` with its reason where it is not known. */
const floor = z.union([
  z.object({ wapePercent: z.null(), reason: z.string() }),
  z.object({
    wapePercent: number,
    relativeL2: optionalNumber,
    maxAbsolute: number,
    bitIdentical: z.boolean(),
  }),
]);

const coherence = z.object({
  meanCosine: optionalNumber,
  meanCosineReason: z.string().optional(),
  p: optionalNumber,
  /** For the number of tensors that were tested; it is what decides. */
  adjustedP: optionalNumber,
  tests: z.number(),
  flipsAtLeastAsLarge: z.number().optional(),
  flips: z.number().optional(),
  method: z.string().optional(),
  observations: z.number(),
  zeroErrorObservations: z.number(),
});

const distance = z.object({
  wapePercent: optionalNumber,
  relativeL2: optionalNumber,
  maxAbsolute: optionalNumber,
});

/** How far each arm is from the golden tensor; `null` with its reason where that is not known. */
const golden = z.union([
  z.object({ nearer: z.null(), reason: z.string() }),
  z.object({
    nearer: z.enum(["baseline", "candidate", "neither"]),
    baseline: distance,
    candidate: distance,
    /** Relative L2 of the candidate over that of the baseline; `null` where the baseline's is zero or undefined. */
    ratio: optionalNumber,
  }),
]);

const tensorHead = {
  name: z.string(),
  /** Its name on the candidate's side, where a mapping renames it. */
  candidateName: z.string().optional(),
  /** Its place in the baseline's dump of layers; `null` where the files tell none. */
  dump: z.object({ call: z.number(), layer: z.string(), part: z.enum(["input", "output"]) }).nullable(),
  baseline: z.object({ dtype: z.string(), shape }),
  candidate: z.object({ dtype: z.string(), shape }),
  gates: list(gateSchema),
  outcome: z.enum(["pass", "fail", "inconclusive"]),
  /** How they differ, in torch.testing's manner, or that they do not. */
  message: z.string(),
  /** What decided, in sentences. */
  reasons: list(z.string()),
};

const comparedTensor = z.object({
  ...tensorHead,
  bitIdentical: z.boolean(),
  metrics: figures,
  mapeConventions: figures,
  quantileErrorPercent: z.number(),
  nonFinite: z.object({
    baseline: z.record(z.string(), z.number()),
    candidate: z.record(z.string(), z.number()),
    mismatches: z.number(),
    firstMismatch: z.object({ index, baseline: number, candidate: number }).nullable(),
    excluded: z.number(),
  }),
  closeness,
  /** Absent without `--floor`, `--golden`, `--observation-axis`. */
  floor: floor.optional(),
  golden: golden.optional(),
  errorCoherence: coherence.optional(),
});
export type ComparedTensor = z.infer<typeof comparedTensor>;

/** A pair of different shapes, or without elements: nothing was computed, and why. */
const uncomparedTensor = z.object({ ...tensorHead, metrics: z.null(), metricsReason: z.string() });
export type UncomparedTensor = z.infer<typeof uncomparedTensor>;

export const tensorResultSchema = z.union([comparedTensor, uncomparedTensor]);
export type TensorResult = z.infer<typeof tensorResultSchema>;

/** The first call, in the order of calls, whose inputs are close and whose outputs are not. */
const divergence = z.object({
  call: z.number(),
  /** The module or function, as the dump names it. */
  layer: z.string(),
  /** Names of its inputs that passed and of its outputs that failed. */
  inputs: list(z.string()),
  outputs: list(z.string()),
  reason: z.string(),
});

/** A comparison of tensors in files, as `run.json` holds it. */
export const compareRunSchema = z.object({
  ...runHead,
  kind: z.literal("compare"),
  settings: z.object({
    seed: z.number(),
    /** `--gate` as given; empty for the default, closeness within the dtype's tolerance. */
    gates: list(z.string()),
    /** Whether every element had to be within its tolerance. */
    closeness: z.boolean(),
    /** Whose table of tolerances: "torch.testing", "FlagGems, reduce dimension 64", "--rtol 0.001 --atol 0". */
    tolerance: z.string(),
    mapeConvention: z.string(),
    only: z.string().nullable(),
    mapping: z.string().nullable(),
    allowMissing: z.boolean(),
    observationAxis: z.number().nullable(),
    floor: z.string().nullable(),
    golden: z.string().nullable(),
    maxMapePercent: z.number(),
    maxFloors: z.number(),
    minCoherenceP: z.number(),
  }),
  /** What each figure is, so that a result explains itself. */
  descriptions: z.record(
    z.string(),
    z.object({ label: z.string(), unit: z.string(), description: z.string() }),
  ),
  /** The worst first. */
  tensors: list(tensorResultSchema),
  /** Pairs that were to be compared; more than there are `tensors` in an interrupted run. */
  pairs: z.number(),
  /** Names on one side only. */
  missing: z.object({ fromCandidate: list(z.string()), fromBaseline: list(z.string()) }),
  firstDivergence: divergence.nullable(),
  firstDivergenceReason: z.string().optional(),
  /** Which arm is nearer to the golden tensors, in a sentence; absent without `--golden`. */
  goldenSummary: z.string().optional(),
  /** Relative L2 of the outputs in the order of calls, and its ratio to the call before. */
  growth: list(
    z.object({
      call: z.number(),
      layer: z.string(),
      name: z.string(),
      relativeL2: optionalNumber,
      growth: optionalNumber,
    }),
  ),
  ...runTail,
});
export type CompareRun = z.infer<typeof compareRunSchema>;
