import { describe, expect, it } from "vitest";
import type { DumpedTensor } from "../../../src/compare/tensors/calls.ts";
import { firstDivergence } from "../../../src/compare/tensors/first-divergence.ts";
import { errorGrowth } from "../../../src/compare/tensors/growth.ts";
import { result } from "./results.ts";

type Outcome = DumpedTensor["outcome"] | "none";

/** Calls, each with the outcomes of its inputs and outputs. */
function dump(calls: [layer: string, input: Outcome, output: Outcome][], numbers?: number[]): DumpedTensor[] {
  return calls.flatMap(([layer, input, output], at) => {
    const call = numbers?.[at] ?? at;
    const tensor = (part: "input" | "output", outcome: Outcome): DumpedTensor[] =>
      outcome === "none" ? [] : [{ name: `${layer}.${call}.${part}`, dump: { call, layer, part }, outcome }];
    return [...tensor("input", input), ...tensor("output", output)];
  });
}

describe("the first divergence", () => {
  it("is the first call whose inputs pass and whose outputs fail", () => {
    const { firstDivergence: found } = firstDivergence(
      dump([
        ["embed", "pass", "pass"],
        ["norm", "pass", "fail"],
        ["mlp", "fail", "fail"],
        ["head", "pass", "fail"],
      ]),
    );
    expect(found).toEqual({
      call: 1,
      layer: "norm",
      inputs: ["norm.1.input"],
      outputs: ["norm.1.output"],
      reason: "its inputs pass and its outputs do not; every call before it passes or is not in the dumps",
    });
  });

  it("follows the order of calls, not that of the files", () => {
    const tensors = dump([
      ["a", "pass", "pass"],
      ["b", "pass", "fail"],
      ["c", "pass", "fail"],
    ]).toReversed();
    expect(firstDivergence(tensors).firstDivergence?.layer).toBe("b");
  });

  it("asks that every input passes, and names the outputs that fail", () => {
    const tensors: DumpedTensor[] = [
      ...dump([["a", "pass", "fail"]]),
      { name: "a.0.input.1", dump: { call: 0, layer: "a", part: "input" }, outcome: "fail" },
      ...dump([["b", "pass", "fail"]], [1]),
      { name: "b.1.output.1", dump: { call: 1, layer: "b", part: "output" }, outcome: "pass" },
    ];
    expect(firstDivergence(tensors).firstDivergence).toMatchObject({ layer: "b", outputs: ["b.1.output"] });
  });

  it.each<[string, Outcome]>([
    ["undecided", "inconclusive"],
    ["missing from the candidate", "missing"],
  ])("is not named for a call with an input that is %s", (_what, input) => {
    const { firstDivergence: found, firstDivergenceReason } = firstDivergence(dump([["a", input, "fail"]]));
    expect(found).toBeNull();
    expect(firstDivergenceReason).toContain("not all of its inputs are there and decided");
  });

  it("says that the cause lies before a dump whose first inputs differ already", () => {
    const found = firstDivergence(
      dump([
        ["a", "fail", "fail"],
        ["b", "fail", "fail"],
      ]),
    );
    expect(found.firstDivergence).toBeNull();
    expect(found.firstDivergenceReason).toBe(
      "the inputs of call 0 (a), the first that differs, differ already: the cause lies before what was dumped",
    );
  });

  it("says what cannot be told where inputs were not dumped", () => {
    const { firstDivergence: found, firstDivergenceReason } = firstDivergence(
      dump([
        ["a", "none", "pass"],
        ["b", "none", "fail"],
      ]),
    );
    expect(found).toBeNull();
    expect(firstDivergenceReason).toContain("the first outputs that fail are those of call 1 (b)");
    expect(firstDivergenceReason).toContain("its inputs are not in the dumps");
  });

  it("tells of calls before it that fail too", () => {
    const { firstDivergence: found } = firstDivergence(
      dump([
        ["a", "none", "fail"],
        ["b", "pass", "fail"],
      ]),
    );
    expect(found?.layer).toBe("b");
    expect(found?.reason).toContain("calls before it fail too, first call 0 (a)");
  });

  it("names none where nothing fails, and what is not known", () => {
    expect(firstDivergence(dump([["a", "pass", "pass"]])).firstDivergenceReason).toBe(
      "no tensor of the 1 calls fails",
    );
    expect(
      firstDivergence(
        dump([
          ["a", "pass", "pass"],
          ["b", "pass", "missing"],
        ]),
      ).firstDivergenceReason,
    ).toBe("no tensor of the 2 calls fails, but the outputs of 1 calls are missing or not decided");
  });

  it("names none in files that tell no order", () => {
    expect(firstDivergence([]).firstDivergenceReason).toContain("no order of calls");
  });

  it("tells that calls of several ranks share their numbers", () => {
    const calls: Parameters<typeof dump>[0] = [
      ["rank0.a", "pass", "pass"],
      ["rank1.a", "pass", "fail"],
      ["rank0.b", "pass", "pass"],
    ];
    const { firstDivergence: found } = firstDivergence(dump(calls, [0, 0, 1]));
    expect(found?.reason).toContain("2 calls share their numbers, this one with rank0.a");
    expect(firstDivergence(dump(calls)).firstDivergence?.reason).not.toContain("share");
  });
});

describe("the growth of the error", () => {
  const output = (call: number, name: string, relativeL2: number | null) =>
    result({ name, dump: { call, layer: `layer${call}`, part: "output" }, metrics: { relativeL2 } });

  it("is the ratio of the largest outputs of one call and the call before", () => {
    const input = result({
      name: "in",
      dump: { call: 1, layer: "layer1", part: "input" },
      metrics: { relativeL2: 99 },
    });
    const tensors = [
      output(2, "c", 0.6),
      output(0, "a", 0.1),
      output(1, "b", 0.2),
      output(1, "b2", 0.3),
      input,
    ];
    expect(errorGrowth(tensors)).toEqual([
      { call: 0, layer: "layer0", name: "a", relativeL2: 0.1, growth: null },
      { call: 1, layer: "layer1", name: "b2", relativeL2: 0.3, growth: expect.closeTo(3, 12) },
      { call: 2, layer: "layer2", name: "c", relativeL2: 0.6, growth: expect.closeTo(2, 12) },
    ]);
  });

  it("is unknown behind an error of zero or an undefined one, and in files without calls", () => {
    expect(
      errorGrowth([output(0, "a", 0), output(1, "b", 0.2), output(2, "c", null), output(3, "d", 1)]).map(
        ({ growth }) => growth,
      ),
    ).toEqual([null, null, null, null]);
    expect(errorGrowth([result({ dump: null })])).toEqual([]);
  });
});
