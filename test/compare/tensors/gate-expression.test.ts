import { describe, expect, it } from "vitest";
import { parseGate } from "../../../src/compare/tensors/gate-expression.ts";
import { gateKeys } from "../../../src/compare/tensors/judged-figures.ts";
import { FvalidateError } from "../../../src/support/errors.ts";

const KEYS = ["mapePercent", "wapePercent", "cosine", "maxAbsolute", "relativeL2", "wapeFloors"];

function refusal(text: string): FvalidateError {
  try {
    parseGate(text, KEYS);
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
  throw new Error(`"${text}" was read`);
}

describe("--gate", () => {
  it.each([
    ["cosine>=0.999", "cosine", ">=", 0.999],
    ["cosine>0.999", "cosine", ">", 0.999],
    ["mapePercent<=5", "mapePercent", "<=", 5],
    ["maxAbsolute < 1e-3", "maxAbsolute", "<", 1e-3],
    [" wapeFloors = 0 ", "wapeFloors", "=", 0],
    ["cosine>=-1", "cosine", ">=", -1],
  ])("%s", (text, key, comparison, limit) => {
    expect(parseGate(text, KEYS)).toEqual({ key, comparison, limit });
  });

  it.each([
    "cosine",
    "cosine>=",
    ">=1",
    "cosine>=high",
    "cosine>=Infinity",
    "cosine=>1",
    "cosine>=1>=2",
    "",
    "cosine==1",
  ])("%j is no gate", (text) => {
    expect(refusal(text)).toMatchObject({ kind: "usage" });
    expect(refusal(text).hint).toContain("cosine>=0.999");
  });

  it.each([
    ["cosin>=1", "cosine"],
    ["MAPEPERCENT<=5", "mapePercent"],
    ["mape<=5", "mapePercent"],
    ["relativel2<=5", "relativeL2"],
    ["wape<=5", "wapePercent or wapeFloors"],
  ])("%s: the near match is named", (text, meant) => {
    const { kind, message, hint } = refusal(text);
    expect(kind).toBe("usage");
    expect(message).toMatch(new RegExp(`Did you mean (${meant}|wapeFloors or wapePercent)`));
    expect(hint).toBe(`Figures: ${KEYS.join(", ")}.`);
  });

  it("a figure like no other is only refused", () => {
    expect(refusal("zzzzzzzz<=5").message).toBe('--gate: there is no figure "zzzzzzzz".');
  });
});

it("limits may be set on numbers of elements and of pairs, not on places", () => {
  const figure = (key: string) => ({ key, label: key, unit: "", description: "" });
  const keys = gateKeys([figure("maxAbsolute"), figure("maxAbsoluteIndex")]);
  expect(keys).toEqual([
    "maxAbsolute",
    "mismatched",
    "mismatchedPercent",
    "wapeFloors",
    "errorCoherenceP",
    "goldenRatio",
  ]);
});
