import { describe, expect, it } from "vitest";
import { type ToleranceChoice, toleranceFor } from "../../../src/compare/tensors/tolerances.ts";
import { STORED_DTYPES, type StoredDType } from "../../../src/tensors/stored/stored-dtype.ts";

const torch: ToleranceChoice = { rule: "torch" };
const gems = (reduceDimension: number): ToleranceChoice => ({ rule: "flaggems", reduceDimension });

/** rtol and atol that torch 2.13.0's `torch.testing._comparison.default_tolerances` gives. */
const TORCH: [StoredDType, number, number][] = [
  ["float16", 1e-3, 1e-5],
  ["bfloat16", 1.6e-2, 1e-5],
  ["float32", 1.3e-6, 1e-5],
  ["float64", 1e-7, 1e-7],
  ["complex64", 1.3e-6, 1e-5],
  ["complex128", 1e-7, 1e-7],
];

/** `flag_gems.testing.RESOLUTION` of FlagGems ed2508bc. */
const FLAGGEMS: [StoredDType, number][] = [
  ["float16", 1e-3],
  ["bfloat16", 0.016],
  ["float32", 1.3e-6],
  ["float64", 1e-7],
  ["float8_e4m3fn", 1e-3],
  ["float8_e5m2", 1e-3],
  ["float8_e4m3fnuz", 1e-3],
  ["float8_e5m2fnuz", 1e-3],
  ["complex64", 1.3e-6],
  ["complex128", 1e-7],
];

describe("torch.testing's tolerances", () => {
  it.each(TORCH)("%s", (dtype, relative, absolute) => {
    expect(toleranceFor(dtype, dtype, torch)).toEqual({
      relative,
      absolute,
      rule: `torch.testing, ${dtype}`,
    });
  });

  it("hold every dtype that torch does not list to be equal", () => {
    const known = TORCH.map(([dtype]) => dtype);
    for (const dtype of STORED_DTYPES.filter((name) => !known.includes(name)))
      expect(toleranceFor(dtype, dtype, torch), dtype).toMatchObject({ relative: 0, absolute: 0 });
  });

  it("of two dtypes are the looser ones, each for itself", () => {
    expect(toleranceFor("float64", "bfloat16", torch)).toEqual({
      relative: 1.6e-2,
      absolute: 1e-5,
      rule: "torch.testing, float64 and bfloat16",
    });
    expect(toleranceFor("float16", "float64", torch)).toMatchObject({ relative: 1e-3, absolute: 1e-5 });
    expect(toleranceFor("int64", "float32", torch)).toMatchObject({ relative: 1.3e-6, absolute: 1e-5 });
  });
});

describe("FlagGems' tolerances", () => {
  it.each(FLAGGEMS)("%s", (dtype, relative) => {
    expect(toleranceFor(dtype, dtype, gems(1))).toEqual({
      relative,
      absolute: 1e-4,
      rule: `FlagGems, ${dtype}`,
    });
  });

  it("grow with the length of the reduction, but for the relative one", () => {
    const found = toleranceFor("float16", "float16", gems(4096));
    expect(found).toMatchObject({ relative: 1e-3, rule: "FlagGems, float16, reduce dimension 4096" });
    expect(found.absolute).toBeCloseTo(0.4096, 12);
  });

  it("hold integers to be equal, however long the reduction", () => {
    const known = FLAGGEMS.map(([dtype]) => dtype);
    for (const dtype of STORED_DTYPES.filter((name) => !known.includes(name)))
      expect(toleranceFor(dtype, dtype, gems(1e6)), dtype).toMatchObject({ relative: 0, absolute: 0 });
  });
});

it("a tolerance that was given holds for every dtype", () => {
  const given: ToleranceChoice = { rule: "given", relative: 0.5, absolute: 0 };
  expect(toleranceFor("int8", "float64", given)).toEqual({
    relative: 0.5,
    absolute: 0,
    rule: "--rtol and --atol",
  });
});

it.each([
  { rule: "given", relative: Number.NaN, absolute: 0 },
  { rule: "given", relative: 0, absolute: Number.POSITIVE_INFINITY },
  { rule: "given", relative: -1, absolute: 0 },
  { rule: "flaggems", reduceDimension: Number.NaN },
] as const)("%j is refused: nothing would be beyond it", (choice) => {
  expect(() => toleranceFor("float32", "float32", choice)).toThrow("where it is a number of at least 0");
});
