import { describe, expect, it } from "vitest";
import { measure } from "../../src/compare/measure.ts";
import { detectPadding } from "../../src/compare/padding.ts";
import { rows } from "./action-sets.ts";

const paddingOf = (...observations: number[][]) => {
  const arm = rows(...observations);
  return detectPadding(measure({ baseline: arm, candidate: arm }).dimensions);
};

describe("detectPadding", () => {
  it("names trailing dimensions that are all zero", () => {
    expect(paddingOf([1, 2, 0, 0], [2, 1, 0, 0])).toEqual({
      from: 2,
      reason: expect.stringMatching(/2 to 3.*all zero/),
    });
  });

  it("names trailing dimensions that are tiny", () => {
    expect(paddingOf([1, 2, 0.001], [2, 1, -0.002])).toMatchObject({ from: 2 });
  });

  it("does not take a still joint in the middle for padding", () => {
    expect(paddingOf([1, 0, 2], [1, 0, 1])).toBeNull();
  });

  it("finds none where everything is zero", () => {
    expect(paddingOf([0, 0])).toBeNull();
  });
});
