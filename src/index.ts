/**
 * What `fvalidate` offers to programs: readers of tensor files, comparisons of tensors in memory and in files, paired
 * statistics of accuracies, outputs of other harnesses, model cards, finished runs. Nothing here writes to the
 * terminal or ends the process; what a caller can act on is thrown as an `FvalidateError`.
 */

export type { Card } from "./cards/card.ts";
export { readCard } from "./cards/read-card.ts";
export { type ComparedPairs, comparePairs } from "./compare/accuracy/compare-pairs.ts";
export { type AccuracyLimits, DEFAULT_ACCURACY_LIMITS } from "./compare/accuracy/limits.ts";
export type { PairedScores } from "./compare/accuracy/paired-scores.ts";
export { ELEMENTWISE_FIGURES } from "./compare/elementwise/figures.ts";
export { type ErrorCoherence, errorCoherence } from "./compare/error-coherence.ts";
export type { ToleranceChoice } from "./compare/tensors/tolerances.ts";
export type { ActionSet } from "./contracts/actions.ts";
export type { AnyResult, AnyRun } from "./contracts/any-run.ts";
export type { BenchRun } from "./contracts/bench-run.ts";
export type { CompareRun, TensorResult } from "./contracts/compare-run.ts";
export type { HarnessOutput, HarnessSample, HarnessTask } from "./contracts/harness-output.ts";
export { readResult, readRun } from "./contracts/read-run.ts";
export type { RunResult } from "./contracts/run-result.ts";
export type { SuiteRun } from "./contracts/suite-run.ts";
export { importerFor } from "./importers/index.ts";
export { compareTensors, type TensorComparisonOptions } from "./run/compare/tensors/in-memory.ts";
export { type FailureKind, FvalidateError } from "./support/errors.ts";
export { DTYPES, type DType } from "./tensors/dtype.ts";
export { readNpyFile, writeNpyFile } from "./tensors/npy.ts";
export { openTensors } from "./tensors/stored/open.ts";
export { readSafetensors, readTensors } from "./tensors/stored/read-whole.ts";
export { STORED_DTYPES, type StoredDType } from "./tensors/stored/stored-dtype.ts";
export type { StoredTensor, TensorFile } from "./tensors/stored/stored-tensor.ts";
export { float32Tensor, makeTensor, type Tensor } from "./tensors/tensor.ts";
