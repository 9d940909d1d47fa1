import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passageLimits, passagesOf } from "../../../../src/run/evidence/bench/passages.ts";

const LIMITS = { before: 4, after: 6 };

describe("passages of two replies", () => {
  it("are whole replies where they are short", () => {
    expect(passagesOf("0123456789", "012", LIMITS)).toEqual({
      baseline: { text: "0123456789", omittedBefore: 0, omittedAfter: 0 },
      candidate: { text: "012", omittedBefore: 0, omittedAfter: 0 },
      firstDifference: 3,
    });
  });

  it("stand around the place where they part", () => {
    expect(passagesOf("abcdefghijklmnop", "abcdefghXY", LIMITS)).toEqual({
      baseline: { text: "efghijklmn", omittedBefore: 4, omittedAfter: 2 },
      candidate: { text: "efghXY", omittedBefore: 4, omittedAfter: 0 },
      firstDifference: 8,
    });
  });

  it("never take a character apart, and leave out what they say", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "👩", "日"), { maxLength: 40 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, text, (beginning, one, other) => {
        const [baseline, candidate] = [beginning + one, beginning + other];
        const passages = passagesOf(baseline, candidate, LIMITS);
        for (const [reply, passage] of [
          [baseline, passages.baseline],
          [candidate, passages.candidate],
        ] as const) {
          const { text: shown, omittedBefore, omittedAfter } = passage;
          const characters = [...reply];
          const from = omittedBefore ?? Number.NaN;
          expect(characters.slice(from, from + [...shown].length).join("")).toBe(shown);
          expect(from + [...shown].length + (omittedAfter ?? Number.NaN)).toBe(characters.length);
        }
        expect(passages.firstDifference === null).toBe(baseline === candidate);
      }),
    );
  });

  it("are shorter where there are many of them", () => {
    expect(passageLimits(4000).after).toBeLessThan(passageLimits(40).after);
  });
});
