import { describe, expect, it } from "vitest";
import { mismatchMessage } from "../../../src/compare/tensors/mismatch-message.ts";
import { closeness, measurement, nonFiniteNowhere } from "./findings.ts";

/** Three of 4096 elements are off; the figures were worked out by hand. */
const three = closeness({
  mismatched: 3,
  greatestAbsolute: { value: 0.5, index: [0, 12], baseline: 100, candidate: 100.5 },
  greatestRelative: { value: 0.02, index: [3, 7], baseline: 0.01, candidate: 0.0102 },
  smallestRelative: 0.0190001,
  smallestAbsolute: 0.49987,
});

function linesOf(changes: Parameters<typeof measurement>[0]): string[] {
  return mismatchMessage(measurement(changes)).split("\n");
}

describe("how two tensors differ", () => {
  it("counts, names the greatest with what is allowed there, and the tolerance that would pass", () => {
    expect(linesOf({ closeness: three })).toEqual([
      "Mismatched elements: 3 / 4096 (0.073 %), |b − a| up to 1e-5 + 1.3e-6 × |a| allowed",
      "Greatest absolute difference: 0.5 at index (0, 12): baseline 100, candidate 100.5, up to 0.00014 allowed there",
      "Greatest relative difference: 0.02 at index (3, 7): baseline 0.01, candidate 0.0102, up to 0.0010013 allowed there",
      "Smallest tolerance that would pass: --rtol 0.0191 --atol 1e-5, or --atol 0.5 --rtol 1.3e-6",
    ]);
  });

  it("a reference below zero allows as much as one above", () => {
    const negative = closeness({
      ...three,
      greatestAbsolute: { value: 0.5, index: [0], baseline: -100, candidate: -100.5 },
      greatestRelative: { value: 0.02, index: [0], baseline: -0.01, candidate: -0.0102 },
    });
    const lines = linesOf({ closeness: negative });
    expect(lines[1]).toContain("up to 0.00014 allowed");
    expect(lines[2]).toContain("up to 0.0010013 allowed");
  });

  it("says that no relative tolerance passes a wrong value for a zero", () => {
    const zero = closeness({
      ...three,
      greatestRelative: { value: Number.POSITIVE_INFINITY, index: [1], baseline: 0, candidate: 1 },
      smallestRelative: null,
    });
    const lines = linesOf({ closeness: zero });
    expect(lines[2]).toBe("Greatest relative difference: Infinity at index (1): baseline 0, candidate 1");
    expect(lines[3]).toBe(
      "Smallest tolerance that would pass: --atol 0.5 --rtol 1.3e-6 (no --rtol does it: a reference is zero)",
    );
  });

  it("never names an infinite tolerance", () => {
    const lines = linesOf({ closeness: { ...three, smallestRelative: Number.POSITIVE_INFINITY } });
    expect(lines[3]).not.toContain("Infinity");
  });

  it("shows elements with what tells float32 values apart, and integers whole", () => {
    const of = (baseline: number, candidate: number) =>
      linesOf({
        closeness: { ...three, greatestAbsolute: { value: 1, index: [0], baseline, candidate } },
      })[1];
    expect(of(0.4027318060398102, 0.3936921954154968)).toContain(
      "baseline 0.402731806, candidate 0.393692195,",
    );
    expect(of(1234567890123456, 1234567890123457)).toContain(
      "baseline 1234567890123456, candidate 1234567890123457,",
    );
  });

  it("of tensors that must be equal says that none may differ", () => {
    const exact = closeness({
      ...three,
      relative: 0,
      absolute: 0,
      smallestRelative: 0.02,
      smallestAbsolute: 0.5,
    });
    const lines = linesOf({ closeness: exact });
    expect(lines[0]).toBe("Mismatched elements: 3 / 4096 (0.073 %), none may differ");
    expect(lines[1]).toContain("up to 0 allowed there");
    expect(lines[3]).toContain("--rtol 0.02 --atol 0, or --atol 0.5 --rtol 0");
  });

  it("of close ones names the tolerance and the greatest difference", () => {
    expect(linesOf({})).toEqual([
      "All 4096 elements are close (|b − a| up to 1e-5 + 1.3e-6 × |a| allowed); greatest absolute difference: 0.0000025",
    ]);
    expect(linesOf({ closeness: closeness({ elements: 1 }), figures: {} })).toEqual([
      "The only element is close (|b − a| up to 1e-5 + 1.3e-6 × |a| allowed)",
    ]);
  });

  it("of equal ones says so", () => {
    expect(linesOf({ bitIdentical: true })).toEqual(["bit-identical"]);
  });

  it("tells a NaN in one arm first", () => {
    const nonFinite = {
      ...nonFiniteNowhere,
      mismatches: 2,
      firstMismatch: { index: [4, 0], baseline: Number.NaN, candidate: 1.5 },
    };
    expect(linesOf({ closeness: three, nonFinite })[0]).toBe(
      "NaN or infinity in one arm: 2 positions, first at index (4, 0): baseline NaN, candidate 1.5",
    );
    expect(
      linesOf({ nonFinite: { ...nonFinite, mismatches: 1 }, closeness: closeness({ elements: 0 }) }),
    ).toEqual([
      "NaN or infinity in one arm: 1 position, first at index (4, 0): baseline NaN, candidate 1.5",
      "No pair of finite elements: nothing to compare",
    ]);
  });
});
