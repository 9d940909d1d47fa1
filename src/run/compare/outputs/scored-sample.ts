import type { HarnessSample } from "../../../contracts/harness-output.ts";
import type { Sample } from "../../accuracy/sample.ts";

/** Another harness's sample as a run of our own would have scored it. */
export function scoredSample(sample: HarnessSample): Sample {
  const { score, error, reply, prediction, truncated, unparsed, completionTokens } = sample;
  if (score === null) return { state: "error", message: error ?? "not scored" };
  return {
    state: truncated === true ? "truncated" : unparsed ? "unparsed" : "scored",
    score,
    prediction,
    unparsed,
    wouldGuess: false,
    record: {
      text: reply,
      reasoning: null,
      finishReason: truncated === null ? null : truncated ? "length" : "stop",
      promptTokens: null,
      completionTokens,
      latencyMilliseconds: null,
    },
  };
}
