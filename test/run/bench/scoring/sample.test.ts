import { describe, expect, test } from "vitest";
import { mmVetV2 } from "../../../../src/benchmarks/mm-vet-v2.ts";
import type { JournalRecord } from "../../../../src/run/bench/journal/record.ts";
import { scoreSample } from "../../../../src/run/bench/scoring/sample.ts";

/** Scores one reply to a benchmark that only a judge scores, and tells what the judge was shown. */
function judged(text: string, verdict: number | null) {
  const shown: string[] = [];
  const record: JournalRecord = {
    ...{ stack: "s", benchmark: "mm_vet_v2", id: "1", repeat: 0, request: "r", state: "answered", text },
    ...{ reasoning: null, finishReason: "stop", promptTokens: 1, completionTokens: 1 },
    ...{ latencyMilliseconds: 1, attempts: 1 },
  };
  const verdictOf = (_: unknown, reply: string) => {
    shown.push(reply.trim());
    return verdict;
  };
  return {
    shown,
    sample: scoreSample(record, { gold: "1" }, { benchmark: mmVetV2, extraction: "official", verdictOf }),
  };
}

describe("a reply that a judge scores", () => {
  test("is shown to it without its reasoning", () => {
    const { shown, sample } = judged("<think>perhaps two</think>\nOne.", 0.5);
    expect([shown, sample]).toEqual([["One."], expect.objectContaining({ state: "scored", score: 0.5 })]);
  });

  test("is unparsed where there is nothing to show", () => {
    const { shown, sample } = judged("<think>perhaps two", 1);
    expect([shown, sample]).toEqual([[], expect.objectContaining({ state: "unparsed", score: 0 })]);
  });

  test("is an error without a verdict, and never wrong", () => {
    expect(judged("One.", null).sample).toEqual({ state: "error", message: "The judge gave no verdict." });
  });
});
