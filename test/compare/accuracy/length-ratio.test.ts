import { describe, expect, it } from "vitest";
import { lengthRatio } from "../../../src/compare/accuracy/length-ratio.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../src/compare/accuracy/limits.ts";

const lengths = (meanCompletionTokens: number | null, meanCharacters: number | null) => ({
  meanCompletionTokens,
  meanCharacters,
});

describe("lengthRatio", () => {
  it("takes tokens where both arms count them, else characters", () => {
    expect(lengthRatio({ baseline: lengths(100, 400), candidate: lengths(105, 900) }, limits)).toEqual({
      ratio: 1.05,
      unit: "tokens",
      outside: false,
    });
    expect(lengthRatio({ baseline: lengths(null, 400), candidate: lengths(105, 300) }, limits)).toEqual({
      ratio: 0.75,
      unit: "characters",
      outside: true,
    });
  });

  it.each([
    [90, false],
    [89.9, true],
    [110, false],
    [110.1, true],
  ])("of %f to 100 is outside: %s", (tokens, outside) => {
    const found = lengthRatio({ baseline: lengths(100, 1), candidate: lengths(tokens, 1) }, limits);
    expect(found?.outside).toBe(outside);
  });

  it("is unknown where a mean is, or is 0", () => {
    expect(lengthRatio({ baseline: lengths(null, null), candidate: lengths(1, 1) }, limits)).toBeNull();
    expect(lengthRatio({ baseline: lengths(0, 0), candidate: lengths(1, 1) }, limits)).toBeNull();
  });
});
