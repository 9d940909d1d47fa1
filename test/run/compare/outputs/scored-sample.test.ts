import { expect, it } from "vitest";
import type { HarnessSample } from "../../../../src/contracts/harness-output.ts";
import { scoredSample } from "../../../../src/run/compare/outputs/scored-sample.ts";

const SAMPLE: HarnessSample = {
  ...{
    id: "1",
    contentSha256: "x",
    repeat: 0,
    score: 0,
    error: null,
    reply: "a",
    prediction: null,
    gold: "b",
  },
  ...{ truncated: null, unparsed: false, category: null, cluster: null, completionTokens: 3 },
};

it.each([
  [{}, "scored", null],
  [{ truncated: false }, "scored", "stop"],
  [{ unparsed: true }, "unparsed", null],
  [{ truncated: true }, "truncated", "length"],
  // A reply that was cut off holds no answer for that reason: it counts once.
  [{ truncated: true, unparsed: true }, "truncated", "length"],
] as const)("a sample with %j is %s", (changes, state, finishReason) => {
  expect(scoredSample({ ...SAMPLE, ...changes })).toMatchObject({ state, record: { finishReason } });
});

it("a sample without a score is a failed request, no wrong answer", () => {
  expect(scoredSample({ ...SAMPLE, score: null, error: "timed out" })).toEqual({
    state: "error",
    message: "timed out",
  });
  expect(scoredSample({ ...SAMPLE, score: null })).toMatchObject({ state: "error", message: "not scored" });
});
