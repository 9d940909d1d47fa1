import { describe, expect, it } from "vitest";
import { parseSampleLine, targetOf } from "../../../../src/run/evidence/bench/sample-line.ts";

describe("the right answer", () => {
  it.each([
    ["42", "42"],
    [42, "42"],
    [{ label: "B", choices: 4, template: "lm-eval" }, "B"],
    [{ answer: "对", type: "truth", options: [] }, "对"],
    [{ answers: ["one", "two"], dataset: "x" }, "one | two"],
    [{ cases: 3 }, '{"cases":3}'],
    [null, null],
  ])("of %j is %j", (gold, target) => {
    expect(targetOf(gold)).toBe(target);
  });

  it("of any length is cut", () => {
    expect(targetOf("x".repeat(5000))?.length).toBe(401);
  });
});

it("what is no line of samples.jsonl is none", () => {
  for (const text of ["", "{", "null", "[]", '{"arm":"baseline"}']) expect(parseSampleLine(text)).toBeNull();
});
