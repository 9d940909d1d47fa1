import { describe, expect, it } from "vitest";
import { listed, type MatchRequest, matchTensors } from "../../../src/compare/tensors/match-names.ts";
import { mapNames, type NameMapping } from "../../../src/compare/tensors/name-mapping.ts";
import { FvalidateError } from "../../../src/support/errors.ts";
import { stored } from "./stored.ts";

function request(baseline: string[], candidate: string[], changes: Partial<MatchRequest> = {}): MatchRequest {
  return {
    baseline: baseline.map((name) => stored(name)),
    candidate: candidate.map((name) => stored(name)),
    mapping: null,
    only: null,
    files: false,
    ...changes,
  };
}

function namesOf(asked: MatchRequest) {
  const { pairs, missing, warnings } = matchTensors(asked);
  return {
    pairs: pairs.map(({ name, baseline, candidate }) => [name, baseline.name, candidate.name]),
    missing,
    warnings,
  };
}

function mapping(pairs: Record<string, string>, rules: Record<string, string> = {}): NameMapping {
  return {
    pairs: Object.entries(pairs).map(([candidate, baseline]) => ({ candidate, baseline })),
    rules: Object.entries(rules).map(([from, to]) => ({
      from,
      to,
      expression: new RegExp(`^(?:${from})$`, "u"),
    })),
  };
}

function refusal(asked: MatchRequest): FvalidateError {
  try {
    matchTensors(asked);
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
  throw new Error("it was matched");
}

describe("matching by name", () => {
  it("pairs what both sides hold, in the baseline's order, and tells what one side lacks", () => {
    expect(namesOf(request(["b", "a", "x"], ["a", "y", "b"]))).toEqual({
      pairs: [
        ["b", "b", "b"],
        ["a", "a", "a"],
      ],
      missing: { fromCandidate: ["x"], fromBaseline: ["y"] },
      warnings: [],
    });
  });

  it("takes the only tensors of two files for one another, whatever they are called", () => {
    expect(namesOf(request(["native"], ["flagos"], { files: true }))).toEqual({
      pairs: [["native", "native", "flagos"]],
      missing: { fromCandidate: [], fromBaseline: [] },
      warnings: [],
    });
  });

  it.each([
    ["two folders with one tensor each", request(["native"], ["flagos"])],
    ["a file with two", request(["native"], ["flagos", "more"], { files: true })],
    ["a baseline with two", request(["native", "more"], ["flagos"], { files: true })],
    ["two files, of which one name is asked for", request(["a"], ["b"], { files: true, only: "a" })],
    ["two files with a mapping", request(["a"], ["b"], { files: true, mapping: mapping({ c: "a" }) })],
  ])("does not for %s", (_what, asked) => {
    expect(refusal(asked)).toMatchObject({ kind: "comparison" });
  });

  it("says that --only fits nothing before it says that nothing is in common", () => {
    const error = refusal(request(["a", "b"], ["b", "c"], { only: "q*" }));
    expect(error.message).toBe("--only q* fits none of the names: a, b, c.");
    const single = refusal(request(["a"], ["c"], { files: true, only: "q*" }));
    expect(single).toMatchObject({ kind: "usage", message: "--only q* fits none of the names: a, c." });
  });

  it("refuses to compare nothing, and lists what each side holds", () => {
    const error = refusal(request(["a", "b", "c", "d", "e", "f", "g"], ["h"]));
    expect(error.message).toContain("The baseline holds a, b, c, d, e and 2 more; the candidate holds h.");
    expect(error.hint).toContain("--mapping");
    expect(refusal(request(["a"], [])).message).toContain("the candidate holds no tensor");
  });

  it("--only leaves out names on both sides, those on one side only too", () => {
    expect(namesOf(request(["a.w", "b.w", "c.b"], ["a.w", "d.w", "e.b"], { only: "*.w" }))).toMatchObject({
      pairs: [["a.w", "a.w", "a.w"]],
      missing: { fromCandidate: ["b.w"], fromBaseline: ["d.w"] },
    });
  });

  it("--only that fits no name is wrong usage; one that fits no pair compares nothing", () => {
    expect(refusal(request(["a"], ["a"], { only: "b" }))).toMatchObject({ kind: "usage" });
    expect(refusal(request(["a", "b"], ["a"], { only: "b" }))).toMatchObject({ kind: "comparison" });
  });

  it("refuses a name that a side holds twice", () => {
    expect(refusal(request(["a", "a"], ["a"]))).toMatchObject({
      kind: "input",
      message: "The baseline holds the name a twice.",
    });
    expect(refusal(request(["a"], ["a", "a"])).message).toBe("The candidate holds the name a twice.");
  });
});

describe("a mapping", () => {
  it("turns the candidate's names into the baseline's: pairs first, then the first rule that fits", () => {
    const names = mapping({ x: "a" }, { "module\\.(.*)": "$1", "module\\.c": "never", "(.)_(.)": "$2$1" });
    expect(mapNames(["x", "module.c", "p_q", "kept", "amodule.c"], names)).toEqual({
      names: ["a", "c", "qp", "kept", "amodule.c"],
      unused: ["the rule module\\.c → never"],
    });
  });

  it("compares under the baseline's names and remembers the candidate's", () => {
    const asked = request(["a", "b"], ["module.b", "x"], {
      mapping: mapping({ x: "a" }, { "module\\.(.*)": "$1" }),
    });
    expect(namesOf(asked).pairs).toEqual([
      ["a", "a", "x"],
      ["b", "b", "module.b"],
    ]);
  });

  it("warns of pairs and rules that nothing used", () => {
    const asked = request(["a"], ["a"], { mapping: mapping({ x: "b" }, { y: "z" }) });
    expect(namesOf(asked).warnings).toEqual([
      "--mapping: the pair x fits no name of the candidate.",
      "--mapping: the rule y → z fits no name of the candidate.",
    ]);
  });

  it.each([
    ["two mapped names", { x: "a", y: "a" }, ["x", "y"], "from x and y"],
    ["a mapped and a kept name", { x: "a" }, ["a", "x"], "from a and x"],
  ])("refuses %s for one tensor", (_what, pairs, candidate, found) => {
    const error = refusal(request(["a"], candidate, { mapping: mapping(pairs) }));
    expect(error.kind).toBe("input");
    expect(error.message).toContain(found);
  });

  it("names missing ones by the baseline's names", () => {
    const asked = request(["a", "b"], ["x", "y"], { mapping: mapping({ x: "a", y: "c" }) });
    expect(namesOf(asked).missing).toEqual({ fromCandidate: ["b"], fromBaseline: ["c"] });
  });
});

it("a list of names says how many more there are", () => {
  expect(listed(["a", "b", "c", "d", "e"])).toBe("a, b, c, d, e");
  expect(listed(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d, e and 1 more");
});
