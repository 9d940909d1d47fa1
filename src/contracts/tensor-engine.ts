import type { PairMeasurement, TensorPair } from "./pair-measurement.ts";

/** Measures pairs of tensors of any size, one pair at a time. */
export interface TensorEngine extends AsyncDisposable {
  /** @throws FvalidateError of kind `input` for files that changed or are damaged, of kind `interrupted` */
  measure(pair: TensorPair): Promise<PairMeasurement>;
  /** Inner products of the errors of the observations along an axis, row by row. */
  errorGram(pair: TensorPair, axis: number): Promise<{ gram: Float64Array; observations: number }>;
}
