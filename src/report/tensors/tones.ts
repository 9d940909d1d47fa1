import type { TensorResult } from "../../contracts/compare-run.ts";
import type { Tone } from "../page/tones.ts";

/** How a tensor's outcome is coloured. */
export const OUTCOME_TONES: Readonly<Record<TensorResult["outcome"], Tone>> = {
  pass: "good",
  fail: "bad",
  inconclusive: "open",
};
