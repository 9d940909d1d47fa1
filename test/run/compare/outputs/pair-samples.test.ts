import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HarnessSample } from "../../../../src/contracts/harness-output.ts";
import { pairSamples } from "../../../../src/run/compare/outputs/pair-samples.ts";

function sample(id: string, content: string | null, repeat = 0): HarnessSample {
  return {
    ...{ id, contentSha256: content, repeat, score: 1, error: null, reply: "a", prediction: "a", gold: "a" },
    ...{ truncated: null, unparsed: false, category: null, cluster: null, completionTokens: null },
  };
}

const shown = (pairing: ReturnType<typeof pairSamples>) => ({
  pairs: pairing.pairs.map(({ baseline, candidate, by }) => `${baseline.id}-${candidate.id} by ${by}`),
  changed: pairing.changed.map(({ baseline }) => baseline.id),
  baselineOnly: pairing.baselineOnly.map(({ id }) => id),
  candidateOnly: pairing.candidateOnly.map(({ id }) => id),
});

describe("samples of two sides", () => {
  it("are paired by id where their contents agree or are not known, else left out as changed", () => {
    const baseline = [sample("1", "x"), sample("2", "y"), sample("3", null), sample("4", "z")];
    const candidate = [sample("3", "w"), sample("2", "other"), sample("1", "x"), sample("5", "v")];
    expect(shown(pairSamples("task", baseline, candidate))).toEqual({
      pairs: ["1-1 by id and content", "3-3 by id alone"],
      changed: ["2"],
      baselineOnly: ["4"],
      candidateOnly: ["5"],
    });
  });

  it("are paired by content where the data set came in another order", () => {
    const baseline = ["x", "y", "z"].map((content, i) => sample(String(i), content));
    const candidate = ["z", "x", "y"].map((content, i) => sample(String(i), content));
    expect(shown(pairSamples("task", baseline, candidate)).pairs).toEqual([
      "0-1 by content",
      "1-2 by content",
      "2-0 by content",
    ]);
  });

  it("tell repeats apart", () => {
    const baseline = [sample("1", "x", 0), sample("1", "x", 1)];
    const pairing = pairSamples("task", baseline, [sample("1", "x", 1)]);
    expect(pairing.pairs.map((pair) => pair.baseline.repeat)).toEqual([1]);
    expect(pairing.baselineOnly.map(({ repeat }) => repeat)).toEqual([0]);
  });

  it("tell repeats apart by content too", () => {
    const baseline = [sample("1", "x", 0), sample("1", "x", 1)];
    const pairing = pairSamples("task", baseline, [sample("9", "x", 1), sample("9", "x", 0)]);
    expect(pairing.pairs.map((pair) => [pair.baseline.repeat, pair.candidate.repeat])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it("that one side has twice are an error", () => {
    const twice = [sample("7", "x"), sample("7", "y")];
    expect(() => pairSamples("mmlu", [sample("7", "x")], twice)).toThrow(
      /mmlu: the candidate's output has the question 7 \(repeat 0\) twice/,
    );
  });

  it("are each in one place, whatever their ids and contents are", () => {
    const side = fc
      .uniqueArray(
        fc.tuple(fc.integer({ min: 0, max: 12 }), fc.option(fc.constantFrom("x", "y", "z", "w"))),
        {
          selector: ([id]) => id,
        },
      )
      .map((list) => list.map(([id, content]) => sample(String(id), content)));
    fc.assert(
      fc.property(side, side, (baseline, candidate) => {
        const { pairs, changed, baselineOnly, candidateOnly } = pairSamples("task", baseline, candidate);
        const both = [...pairs, ...changed];
        const ids = (samples: readonly HarnessSample[]) => samples.map(({ id }) => id).sort();
        expect(ids([...both.map((pair) => pair.baseline), ...baselineOnly])).toEqual(ids(baseline));
        expect(ids([...both.map((pair) => pair.candidate), ...candidateOnly])).toEqual(ids(candidate));
        for (const pair of pairs) {
          if (pair.by === "id alone") expect(pair.baseline.id).toBe(pair.candidate.id);
          else expect(pair.baseline.contentSha256).toBe(pair.candidate.contentSha256);
        }
        for (const pair of changed)
          expect(pair.baseline.contentSha256).not.toBe(pair.candidate.contentSha256);
      }),
    );
  });
});
