import { TENSOR_CONVENTIONS } from "../compare/tensors/tensor-conventions.ts";
import { TOLERANCE_RULES } from "../compare/tensors/tolerances.ts";
import { ACCURACY_POLICIES } from "../contracts/bench-result.ts";
import { CI_FLAGS } from "./ci-flags.ts";
import type { Flag } from "./command.ts";
import { FORMAT_FLAG } from "./format-flag.ts";
import { HISTORY_FLAGS } from "./history-flags.ts";

const CONVENTIONS = TENSOR_CONVENTIONS.join(", ");

const SEED = { type: "number", describe: "of the sign flips [42]" } as const;

/** The flags that change a comparison of tensors: what "how to reproduce" repeats. */
export const TENSOR_FLAGS = {
  gate: {
    type: "string",
    repeatable: true,
    describe: "a limit on a figure of every tensor, e.g. 'cosine>=0.999'; may be given more than once",
  },
  only: { type: "string", describe: "compare the names that fit; * any characters, ? one, {a,b} either" },
  dtype: { type: "string", describe: "what elements are that a .npy cannot name, e.g. bfloat16" },
  golden: {
    type: "string",
    describe: "the same tensors in higher precision, that both are measured against",
  },
  floor: {
    type: "string",
    describe: "the baseline's tensors with an input moved by an ulp: judges as pi0's policy floor",
  },
  "observation-axis": {
    type: "number",
    describe: "the axis that holds observations, for error coherence; counted from 0",
  },
  mapping: { type: "string", describe: "a file that turns the candidate's names into the baseline's" },
  "allow-missing": { type: "boolean", describe: "let names on one side only pass" },
  tolerance: {
    type: "string",
    describe: `whose tolerance by dtype decides: ${TOLERANCE_RULES.join(", ")} [torch]`,
  },
  rtol: { type: "number", describe: "relative tolerance, with --atol, instead of the dtype's own" },
  atol: { type: "number", describe: "absolute tolerance, with --rtol" },
  "reduce-dim": {
    type: "number",
    describe: "with --tolerance flaggems: length of the reduction behind each element [1]",
  },
  "max-floors": { type: "number", describe: "with --floor: limit on WAPE, in floors [1.5]" },
  "min-coherence-p": {
    type: "number",
    describe: "with --observation-axis: smallest p at which errors pass as not systematic [0.01]",
  },
  mape: { type: "string", describe: `MAPE convention: ${CONVENTIONS} [naive]` },
  seed: SEED,
} as const satisfies Record<string, Flag>;

/** Those of a comparison of harnesses' outputs. */
export const OUTPUT_FLAGS = {
  policy: {
    type: "string",
    describe: `outputs of harnesses: which policy decides: ${ACCURACY_POLICIES.join(", ")} [equivalence]`,
  },
  margin: {
    type: "number",
    describe: "outputs of harnesses: percentage points within which differences count as none [5]",
  },
  seed: SEED,
} as const satisfies Record<string, Flag>;

/** Those of a comparison with a model card. */
export const CARD_FLAGS = {
  card: { type: "string", describe: "compare the run BASELINE with what this model card states" },
  "card-name": {
    type: "string",
    repeatable: true,
    describe: "with --card: 'Name on the card=benchmark of the run', where that is not known",
  },
} as const satisfies Record<string, Flag>;

/** What changes no result. */
const OTHER_FLAGS = {
  ...HISTORY_FLAGS,
  ...FORMAT_FLAG,
  ...CI_FLAGS,
  "output-path": { type: "string", describe: "where the run's folder is made [reports]" },
  json: { type: "boolean", describe: "print the result as JSON and nothing else" },
  "allow-inconclusive": { type: "boolean", describe: "exit 0 instead of 4 when the verdict is inconclusive" },
} as const satisfies Record<string, Flag>;

/** How a comparison of tensors is computed, which changes no result. */
const ENGINE_FLAGS = {
  workers: { type: "number", describe: "threads that compute; the result is the same with any number" },
} as const satisfies Record<string, Flag>;

/** Every flag of `fvalidate compare`. */
export const COMPARE_FLAGS = {
  ...TENSOR_FLAGS,
  ...OUTPUT_FLAGS,
  ...CARD_FLAGS,
  ...ENGINE_FLAGS,
  ...OTHER_FLAGS,
} as const satisfies Record<string, Flag>;

/** The flags that a comparison of each kind takes. */
export const FLAGS_OF_KIND: Readonly<Record<"tensors" | "outputs" | "card", readonly string[]>> = {
  tensors: Object.keys({ ...TENSOR_FLAGS, ...ENGINE_FLAGS, ...OTHER_FLAGS }),
  outputs: Object.keys({ ...OUTPUT_FLAGS, ...OTHER_FLAGS }),
  card: Object.keys({ ...CARD_FLAGS, ...OTHER_FLAGS }),
};
