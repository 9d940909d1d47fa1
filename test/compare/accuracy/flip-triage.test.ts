import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstDifference, type ScoredReply, triage } from "../../../src/compare/accuracy/flip-triage.ts";

const reply = (changes: Partial<ScoredReply>): ScoredReply => ({
  text: "The answer is A",
  prediction: "A",
  score: 1,
  truncated: false,
  ...changes,
});
const right = reply({});
const causeOf = (wrong: Partial<ScoredReply>) =>
  triage({ baseline: right, candidate: reply({ score: 0, prediction: "B", ...wrong }) })?.cause;

describe("triage", () => {
  it("is for flips only", () => {
    expect(triage({ baseline: right, candidate: reply({ text: "A" }) })).toBeNull();
  });

  it("looks for the cause in the reply that scored less", () => {
    expect(causeOf({})).toBe("different answer");
    expect(causeOf({ prediction: "A" })).toBe("same answer, scored otherwise");
    expect(causeOf({ truncated: true })).toBe("truncated");
    expect(causeOf({ prediction: null })).toBe("unparsed");
    expect(causeOf({ prediction: null, truncated: true })).toBe("truncated and unparsed");
    const gained = triage({
      baseline: reply({ score: 0.2, prediction: null }),
      candidate: reply({ truncated: true }),
    });
    expect(gained).toMatchObject({ direction: "gained", cause: "unparsed", baselinePrediction: null });
  });

  it("says where the replies part", () => {
    const found = triage({
      baseline: right,
      candidate: reply({ text: "The answer is B", prediction: "B", score: 0 }),
    });
    expect(found).toEqual({
      direction: "lost",
      cause: "different answer",
      baselinePrediction: "A",
      candidatePrediction: "B",
      firstDifference: 14,
      baselineExcerpt: "The answer is A",
      candidateExcerpt: "The answer is B",
    });
  });
});

describe("firstDifference", () => {
  it("counts characters and cuts none in two", () => {
    // 😀 and 😁 share their first UTF-16 unit.
    expect(firstDifference("因此😀x", "因此😁x")).toEqual({
      firstDifference: 2,
      baselineExcerpt: "因此😀x",
      candidateExcerpt: "因此😁x",
    });
    expect(firstDifference("😀😀", "😀").firstDifference).toBe(1);
  });

  it("is nowhere in equal replies", () => {
    expect(firstDifference("same", "same").firstDifference).toBeNull();
    expect(firstDifference("", "").firstDifference).toBeNull();
  });

  it("shows 20 characters before and 40 after", () => {
    const found = firstDifference(`${"a".repeat(100)}${"😀".repeat(100)}`, `${"a".repeat(100)}b`);
    expect(found).toEqual({
      firstDifference: 100,
      baselineExcerpt: `${"a".repeat(20)}${"😀".repeat(40)}`,
      candidateExcerpt: `${"a".repeat(20)}b`,
    });
  });

  it("finds what a comparison of characters one by one finds, in well-formed text", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", "é", "因", "😀", "😁"), maxLength: 120 });
    fc.assert(
      fc.property(texts, texts, texts, (start, first, second) => {
        const baseline = start + first;
        const candidate = start + second;
        const found = firstDifference(baseline, candidate);
        const [a, b] = [[...baseline], [...candidate]];
        const differing = a.findIndex((character, i) => character !== b[i]);
        expect(found.firstDifference).toBe(
          baseline === candidate ? null : differing === -1 ? a.length : differing,
        );
        for (const excerpt of [found.baselineExcerpt, found.candidateExcerpt])
          expect(Buffer.from(excerpt, "utf8").toString("utf8")).toBe(excerpt);
      }),
    );
  });
});
