import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { closeMatches, sequenceMatcher } from "../../../src/support/python/sequence-matcher.ts";

const CASES = new URL("../../../fixtures/sequence-matcher/cases.jsonl", import.meta.url);

/** What CPython 3.11's difflib answered. */
interface RatioCase {
  readonly kind: "ratio";
  readonly first: string;
  readonly second: string;
  readonly ratio: number;
  readonly quick: number;
  readonly realQuick: number;
}
interface CloseCase {
  readonly kind: "close";
  readonly text: string;
  readonly possibilities: string[];
  readonly count: number;
  readonly cutoff: number;
  readonly matches: string[];
}

const cases = readFileSync(CASES, "utf8")
  .trim()
  .split("\n")
  .map((line): RatioCase | CloseCase => JSON.parse(line));

describe("sequenceMatcher", () => {
  it("gives difflib's three ratios to the last bit, long texts with their automatic junk among them", () => {
    const ratios = cases.filter((one) => one.kind === "ratio");
    expect(ratios.some(({ second }) => second.length >= 200)).toBe(true);
    for (const { first, second, ratio, quick, realQuick } of ratios) {
      const matcher = sequenceMatcher(second);
      const found = [matcher.ratio(first), matcher.quickRatio(first), matcher.realQuickRatio(first)];
      expect(found, `${first} | ${second}`).toEqual([ratio, quick, realQuick]);
    }
  });
});

describe("closeMatches", () => {
  it("gives difflib's matches in difflib's order", () => {
    for (const { text, possibilities, count, cutoff, matches } of cases.filter((one) => one.kind === "close"))
      expect(closeMatches(text, possibilities, { count, cutoff }), text).toEqual(matches);
  });

  it("orders equal ones as Python does, by code point", () => {
    // difflib.get_close_matches("a", ["b", "\uffee", "\U0001f600"], 3, 0.0) in CPython 3.11
    expect(closeMatches("a", ["b", "\uffee", "😀"], { count: 3, cutoff: 0 })).toEqual(["😀", "\uffee", "b"]);
  });

  it("compares a hostile text within its effort", () => {
    const text = "abcdefghij".repeat(19);
    const hostile = Array.from({ length: 500 }, (_, index) => `${index}${"jihgfedcba".repeat(200)}`);
    const started = performance.now();
    expect(closeMatches(text, hostile, { count: 1, cutoff: 0, effort: 10_000 })).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
