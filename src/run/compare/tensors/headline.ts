import type { TensorResult } from "../../../contracts/compare-run.ts";
import type { Verdict } from "../../../contracts/verdict.ts";
import type { CompareTensorsOptions } from "./options.ts";
import { toleranceText } from "./settings.ts";

interface Facts {
  readonly options: CompareTensorsOptions;
  readonly labels: { readonly baseline: string; readonly candidate: string };
  readonly tensors: readonly TensorResult[];
}

/** The verdict in a sentence. Rules that look at less claim less. */
export function headlineOf(verdict: Verdict, { options, labels, tensors }: Facts): string {
  const { baseline, candidate } = labels;
  if (verdict === "inconsistent") return `${candidate} does not agree with ${baseline}`;
  if (verdict === "inconclusive") return `not decided whether ${candidate} agrees with ${baseline}`;
  if (tensors.every((tensor) => tensor.metrics === null || tensor.bitIdentical))
    return hasOtherDtype(tensors)
      ? `${candidate} holds the values of ${baseline}, in another dtype`
      : `${candidate} agrees with ${baseline}, bit for bit`;
  if (options.floor !== null) return `${candidate} agrees with ${baseline}, up to rounding`;
  return options.closeness
    ? `${candidate} is close to ${baseline} by ${toleranceText(options.tolerance)}`
    : `${candidate} is within the gates of ${baseline}`;
}

function hasOtherDtype(tensors: readonly TensorResult[]): boolean {
  return tensors.some(({ baseline, candidate }) => baseline.dtype !== candidate.dtype);
}
