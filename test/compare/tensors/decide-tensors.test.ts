import { describe, expect, it } from "vitest";
import { decideTensors, type RunFacts } from "../../../src/compare/tensors/decide-tensors.ts";
import { worstFirst } from "../../../src/compare/tensors/worst-first.ts";
import { result, unmeasured } from "./results.ts";

function decide(facts: Partial<RunFacts>) {
  return decideTensors({
    tensors: [result()],
    missing: { fromCandidate: [], fromBaseline: [] },
    allowMissing: false,
    incomplete: null,
    ...facts,
  });
}

const failing = (name: string) => result({ name, outcome: "fail", reasons: ["it is off", "far off"] });
const open = result({ name: "o", outcome: "inconclusive", reasons: ["small, but not rounding"] });
const missing = { fromCandidate: ["x"], fromBaseline: ["y", "z"] };

describe("the verdict over all tensors", () => {
  it("is consistent where all pass, with the worst one's reasons", () => {
    expect(decide({})).toEqual({ verdict: "consistent", reasons: ["every element is close"] });
    expect(decide({ tensors: [result({ name: "w" }), result()] })).toEqual({
      verdict: "consistent",
      reasons: ["all 2 tensors pass", "the largest relative L2 is that of w: every element is close"],
    });
  });

  it("is inconsistent where one fails, whatever the others", () => {
    expect(decide({ tensors: [failing("f"), open, result()] })).toEqual({
      verdict: "inconsistent",
      reasons: ["f: it is off; far off"],
    });
    expect(decide({ tensors: [failing("f")] }).reasons).toEqual(["it is off", "far off"]);
  });

  it("names five and counts the others", () => {
    const tensors = ["a", "b", "c", "d", "e", "f", "g"].map(failing);
    expect(decide({ tensors }).reasons).toHaveLength(6);
    expect(decide({ tensors }).reasons.at(-1)).toBe("and 2 more");
    expect(decide({ tensors: tensors.slice(0, 5) }).reasons).toHaveLength(5);
  });

  it("is inconsistent where a name is on one side only, unless that is allowed", () => {
    expect(decide({ missing })).toEqual({
      verdict: "inconsistent",
      reasons: [
        "1 name is not in the candidate: x (--allow-missing lets that pass)",
        "2 names are not in the baseline: y, z (--allow-missing lets that pass)",
      ],
    });
    expect(decide({ missing, allowMissing: true }).verdict).toBe("consistent");
    expect(decide({ missing: { fromCandidate: [], fromBaseline: ["y"] } }).verdict).toBe("inconsistent");
    expect(decide({ missing, tensors: [result(), result(), open] }).verdict).toBe("inconsistent");
  });

  it("is inconclusive where one tensor is undecided and none fails", () => {
    expect(decide({ tensors: [open, result()] })).toEqual({
      verdict: "inconclusive",
      reasons: ["o: small, but not rounding"],
    });
  });

  it("of an interrupted comparison is inconclusive, unless something has failed", () => {
    const incomplete = "It was stopped.";
    expect(decide({ incomplete })).toEqual({ verdict: "inconclusive", reasons: [incomplete] });
    expect(decide({ incomplete, tensors: [] }).verdict).toBe("inconclusive");
    expect(decide({ incomplete, tensors: [failing("f")] }).verdict).toBe("inconsistent");
  });
});

describe("the worst first", () => {
  const at = (name: string, relativeL2: number | null, maxAbsolute = 1) =>
    result({ name, metrics: { relativeL2, maxAbsolute } });

  it("sorts by outcome, then by relative L2", () => {
    const tensors = [
      at("small", 0.1),
      at("large", 0.2),
      { ...at("open", 0.001), outcome: "inconclusive" as const },
      { ...at("bad", 0.01), outcome: "fail" as const },
      { ...at("worse", 0.02), outcome: "fail" as const },
      unmeasured({ name: "shapes" }),
      unmeasured({ name: "empty", outcome: "pass" }),
    ];
    expect(worstFirst(tensors).map(({ name }) => name)).toEqual([
      "shapes",
      "worse",
      "bad",
      "open",
      "large",
      "small",
      "empty",
    ]);
  });

  it("puts an error against zeros above any other, and equal zeros below", () => {
    const order = worstFirst([at("none", null, 0), at("large", 9), at("zeros", null)]);
    expect(order.map(({ name }) => name)).toEqual(["zeros", "large", "none"]);
  });

  it("puts a NaN in one arm above any error", () => {
    const nan = { ...at("nan", 0), nonFinite: { ...result().nonFinite, mismatches: 1 } };
    expect(worstFirst([at("large", 9), nan]).map(({ name }) => name)).toEqual(["nan", "large"]);
  });

  it("keeps the order of equals", () => {
    const names = ["p", "q", "r"];
    expect(worstFirst(names.map((name) => at(name, 0.5))).map(({ name }) => name)).toEqual(names);
  });
});
