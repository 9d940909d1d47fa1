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
      reason: "its inputs pass and its outputs do not; no call before it fails",
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

  it("is not named for a call of whose inputs one passes and another is missing", () => {
    const tensors: DumpedTensor[] = [
      ...dump([["a", "pass", "fail"]]),
      { name: "a.0.input.1", dump: { call: 0, layer: "a", part: "input" }, outcome: "missing" },
    ];
    expect(firstDivergence(tensors).firstDivergence).toBeNull();
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

  describe("over several ranks", () => {
    const ranks = (first: Outcome, second: Outcome) =>
      dump([
        ["rank0/a", "pass", "pass"],
        ["rank0/b", "pass", first],
        ["rank1/a", "pass", second],
        ["rank1/b", "pass", "fail"],
      ]);

    it("is the one with the fewest calls of its own rank before it, and the others are named", () => {
      const { firstDivergence: found } = firstDivergence(ranks("fail", "fail"));
      expect(found).toMatchObject({ call: 2, layer: "rank1/a" });
      expect(found?.reason).toContain("the dumps hold 2 ranks, whose calls are in order within each alone");
      expect(found?.reason).toContain("also call 1 (rank0/b) of rank0");
    });

    it("is that of the only rank that has one", () => {
      const { firstDivergence: found } = firstDivergence(ranks("pass", "pass"));
      expect(found).toMatchObject({ call: 3, layer: "rank1/b" });
      expect(found?.reason).not.toContain("also");
    });

    it("is looked for within each: what another rank got wrong does not come before", () => {
      const { firstDivergence: found } = firstDivergence(
        dump([
          ["step0/rank0/a", "fail", "fail"],
          ["step0/rank1/a", "pass", "fail"],
        ]),
      );
      expect(found?.reason).toContain("no call before it fails");
    });

    it("says of each why none is named", () => {
      const { firstDivergenceReason } = firstDivergence(
        dump([
          ["rank0/a", "pass", "pass"],
          ["rank1/a", "none", "fail"],
        ]),
      );
      expect(firstDivergenceReason).toMatch(
        /^rank0: no tensor of the 1 calls fails; rank1: the first outputs that fail/,
      );
    });

    it("is not said of one rank, nor of a layer's own name", () => {
      for (const layer of ["rank0/a", "lowrank0/a", "rank.a"]) {
        const tensors = dump([
          [layer, "pass", "fail"],
          [`${layer}.b`, "pass", "fail"],
        ]);
        expect(firstDivergence(tensors).firstDivergence?.reason, layer).not.toContain("ranks");
      }
    });
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

  it("names the first of equal outputs", () => {
    expect(errorGrowth([output(0, "first", 0.1), output(0, "second", 0.1)])).toMatchObject([
      { name: "first" },
    ]);
  });

  it("is unknown where another rank begins", () => {
    const of = (call: number, layer: string) =>
      result({ dump: { call, layer, part: "output" }, metrics: { relativeL2: 0.1 } });
    const growth = errorGrowth([of(0, "rank0/a"), of(1, "rank0/b"), of(2, "rank1/a")]);
    expect(growth.map((point) => point.growth)).toEqual([null, 1, null]);
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
