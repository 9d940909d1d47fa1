import type { ArmName, MeterTask } from "../../../compare/elementwise/meter-task.ts";
import type { ReadArm } from "../../../compare/elementwise/pair-meter.ts";
import type { TensorPair } from "../../../contracts/pair-measurement.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { valuesPerElement } from "../../../tensors/decode/decode-elements.ts";
import { type ElementReader, openElements } from "../../../tensors/stored/elements.ts";
import { elementCount } from "../../../tensors/tensor.ts";

/** Both files of a pair, open. */
export interface PairReader extends Disposable {
  readonly read: ReadArm;
}

/** @throws FvalidateError of kind `input` for a file that is gone, or is no longer what it was */
export function openPair(pair: TensorPair): PairReader {
  const readers: Partial<Record<ArmName, ElementReader>> = {};
  const close = () => {
    readers.baseline?.[Symbol.dispose]();
    readers.candidate?.[Symbol.dispose]();
  };
  try {
    readers.baseline = openElements(pair.baseline);
    readers.candidate = openElements(pair.candidate);
  } catch (error) {
    close();
    throw error;
  }
  return {
    read: (arm, firstElement, target) => readers[arm]?.readBytes(firstElement, target),
    [Symbol.dispose]: close,
  };
}

/** @throws FvalidateError of kind `comparison` for arms that have no elements in common */
export function taskOf({ baseline, candidate, tolerance }: TensorPair): MeterTask {
  const elements = elementCount(baseline.shape);
  if (elements !== elementCount(candidate.shape)) {
    throw new FvalidateError(
      "comparison",
      `${baseline.name} has the shape [${baseline.shape.join(", ")}] in the baseline and [${candidate.shape.join(", ")}] in the candidate.`,
    );
  }
  if (valuesPerElement(baseline.dtype) !== valuesPerElement(candidate.dtype)) {
    throw new FvalidateError(
      "comparison",
      `${baseline.name} is ${baseline.dtype} in the baseline and ${candidate.dtype} in the candidate: complex numbers are only compared with complex ones.`,
    );
  }
  return { baseline: baseline.dtype, candidate: candidate.dtype, elements, tolerance };
}
