import { describe, expect, test } from "vitest";
import type { DriftFinding } from "../../src/contracts/drift.ts";
import type { HistoryRecord } from "../../src/contracts/history.ts";
import { driftResult, noReference, worseVerdict } from "../../src/history/drift.ts";
import { judgeMove, type Move } from "../../src/history/judge-move.ts";
import { moveInterval } from "../../src/history/metric-moves.ts";
import { metric } from "../../src/history/records/metric.ts";
import { judgeTensors, type TensorPairFigures } from "../../src/history/tensor-move.ts";
import { nightly } from "./sample-records.ts";

const NOTHING = { findings: [], notes: [] };

function against(run: HistoryRecord, reference: HistoryRecord, findings: readonly DriftFinding[] = []) {
  return driftResult(run, { record: reference, choice: "last", note: null }, { findings, notes: [] });
}

describe("a move", () => {
  const move: Move = {
    ...{ key: "k", label: "K", unit: "points", reference: 80, value: 76, interval95: [-6, -2] },
    ...{ noise: "", margin: 5, decides: true },
  };
  const cases: [what: string, parts: Partial<Move>, outcome: string][] = [
    ["real and within the margin", {}, "moved within its limit"],
    ["real and beyond it", { value: 72, interval95: [-12, -4] }, "moved"],
    ["real and beyond it, for the better", { value: 88, interval95: [4, 12] }, "moved"],
    ["on the margin to the digit", { value: 75, interval95: [-7, -3] }, "moved within its limit"],
    ["within chance, and chance within the margin", { interval95: [-4.5, 0.5] }, "same"],
    ["within chance that is wider than the margin", { interval95: [-9, 1] }, "cannot tell"],
    ["beyond the margin and within chance", { value: 70, interval95: [-21, 1] }, "cannot tell"],
    ["without a margin, real", { margin: null }, "moved"],
    ["without a margin, within chance", { margin: null, interval95: [-9, 1] }, "same"],
    ["of which nothing is known", { interval95: null }, "cannot tell"],
    ["of nothing, of which nothing is known", { interval95: null, value: 80 }, "same"],
    ["from nothing", { reference: null, missing: "none" }, "cannot tell"],
  ];
  test.each(cases)("%s", (_what, parts, outcome) => {
    expect(judgeMove({ ...move, ...parts })).toMatchObject({ outcome, decides: true });
  });

  const tested = { p: 0.2, alpha: 0.05, equivalent: false, identical: false };
  const testedCases: [what: string, test: Partial<NonNullable<Move["test"]>>, outcome: string][] = [
    ["that the test does not find and equivalence does not rule out", {}, "cannot tell"],
    ["that equivalence rules out", { equivalent: true }, "same"],
    ["that the test finds", { p: 0.001 }, "moved within its limit"],
    ["that the test finds within the margin", { p: 0.001, equivalent: true }, "moved within its limit"],
    ["of answers of which not one changed", { p: 1, identical: true }, "same"],
  ];
  test.each(testedCases)("%s", (_what, parts, outcome) => {
    expect(judgeMove({ ...move, test: { ...tested, ...parts } })).toMatchObject({ outcome });
  });

  test("has the interval of two independent proportions by Newcombe's method 10", () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, (a) 56/70 − 48/80: 0.0524 to 0.3339.
    const first = { value: 48 / 80, interval95: [0.4904, 0.7004] as const };
    const second = { value: 56 / 70, interval95: [0.6918, 0.8769] as const };
    const interval = moveInterval(first, second);
    expect(interval?.[0]).toBeCloseTo(0.0524, 3);
    expect(interval?.[1]).toBeCloseTo(0.3339, 3);
    expect(moveInterval({ value: 1, interval95: null }, second)).toBeNull();
  });
});

describe("an arm's tensors, then and now", () => {
  const figures: TensorPairFigures = {
    ...{ role: "candidate", label: "FlagOS", bitIdentical: false, nonFiniteMismatches: 0 },
    ...{ wapePercent: 0.12, floorPercent: 0.15, repeatPercent: 0, coherence: { p: 0.4, observations: 12 } },
  };
  const cases: [what: string, parts: Partial<TensorPairFigures>, outcome: string, words: RegExp][] = [
    ["with the same bits", { bitIdentical: true, wapePercent: 0 }, "same", /same bits/],
    ["less than a floor apart", {}, "moved within its limit", /0\.8 × the rounding floor.*as rounding is/],
    ["more than the limit apart", { wapePercent: 0.3 }, "moved", /2 × the rounding floor: beyond 1.5/],
    [
      "apart by as much as one is from itself",
      { repeatPercent: 0.2 },
      "same",
      /than the stack is from itself/,
    ],
    ["apart in NaN", { nonFiniteMismatches: 2 }, "moved", /NaN or infinity at 2 positions/],
    ["apart, without a known floor", { floorPercent: null }, "cannot tell", /no rounding floor is known/],
    ["apart, with a floor of 0", { floorPercent: 0 }, "cannot tell", /no rounding floor is known/],
    ["all zeros", { wapePercent: null }, "cannot tell", /undefined/],
    [
      "little, but always alike",
      { coherence: { p: 0.0005, observations: 12 } },
      "moved within its limit",
      /small, but not rounding .*p 0\.0005.*different formula/,
    ],
    [
      "alike in too few observations to tell",
      { coherence: { p: 0.0005, observations: 4 } },
      "moved within its limit",
      /as rounding is/,
    ],
  ];
  test.each(cases)("%s", (_what, parts, outcome, words) => {
    const finding = judgeTensors({ ...figures, ...parts }, { maxFloors: 1.5, minCoherenceP: 0.01 });
    expect(finding).toMatchObject({ key: "candidateTensors", outcome, decides: true });
    expect(finding.reason).toMatch(words);
    expect(finding.noise).toMatch(/^perturbation floor .*, repeat floor /);
  });
});

describe("the drift gate", () => {
  const interval = (value: number): [number, number] => [value - 0.01, value + 0.01];
  const wape = (night: number, value: number, parts: Partial<HistoryRecord> = {}) =>
    nightly(night, value, { ...parts, metric: { interval95: interval(value) } });

  test("lets a run pass that did not move", () => {
    const result = against(wape(2, 0.171), wape(1, 0.17));
    expect(result).toMatchObject({
      verdict: "consistent",
      headline: "nothing moved beyond its limit since pi0-night-1",
      reference: { id: "pi0-night-1", choice: "last" },
    });
    expect(result.reasons[0]).toMatch(/^WAPE: .*no more than chance/);
    expect(result.findings[0]?.noise).toContain("perturbation floor 0.15");
  });

  test("lets a run pass that moved within its limit, and says so", () => {
    const result = against(wape(2, 0.3), wape(1, 0.17));
    expect(result.verdict).toBe("consistent");
    expect(result.headline).toBe("nothing moved beyond its limit since pi0-night-1; moved within it: WAPE");
    expect(result.reasons[0]).toMatch(/WAPE: \+0\.13 % .*real, and within ±0\.225/);
  });

  test("fails a run that moved beyond its floors, and names what changed", () => {
    const before = wape(1, 0.17, { conditions: { "candidate torch": "2.10" } });
    const result = against(wape(2, 0.6, { conditions: { "candidate torch": "2.11" } }), before);
    expect(result.verdict).toBe("inconsistent");
    expect(result.changed).toEqual([{ name: "candidate torch", before: "2.10", after: "2.11" }]);
  });

  test.each(["interrupted", "failed"] as const)("cannot tell of a run that was %s", (status) => {
    expect(against(wape(2, 0.17, { status }), wape(1, 0.17))).toMatchObject({ verdict: "inconclusive" });
    expect(against(wape(2, 0.17), wape(1, 0.17, { status }))).toMatchObject({ verdict: "inconclusive" });
  });

  test("cannot tell where nothing that could tell is in both runs", () => {
    const empty = nightly(2, 0.17, { metrics: [] });
    expect(against(empty, wape(1, 0.17))).toMatchObject({ verdict: "inconclusive" });
    expect(against(empty, empty)).toMatchObject({ verdict: "inconclusive" });
    expect(against(nightly(2, null), wape(1, 0.17)).reasons[0]).toMatch(
      /this run has none: WAPE is undefined/,
    );
  });

  test("rests on the tensors themselves where they were compared", () => {
    const identical = judgeTensors(
      {
        ...{ role: "candidate", label: "FlagOS", bitIdentical: true, nonFiniteMismatches: 0, wapePercent: 0 },
        ...{ floorPercent: 0.15, repeatPercent: 0, coherence: { p: null, observations: 0 } },
      },
      { maxFloors: 1.5, minCoherenceP: 0.01 },
    );
    // The figure moved because the baseline did: the candidate's own answers are the same.
    const result = against(wape(2, 0.6), wape(1, 0.17), [identical]);
    expect(result.verdict).toBe("consistent");
    expect(result.findings.map(({ key, decides }) => [key, decides])).toEqual([
      ["candidateTensors", true],
      ["wapePercent", false],
    ]);
  });

  test("fails a benchmark's candidate that moved, and names a baseline that did too", () => {
    const accuracy = (role: string, value: number, half: number) =>
      metric({
        ...{ key: `mmlu.${role}Accuracy`, label: `MMLU, ${role}`, unit: "", value },
        ...{ interval95: [value - half, value + half], margin: { value: 0.05, name: "margin" } },
      });
    const run = (night: number, value: number, half = 0.01) =>
      nightly(night, 0, {
        kind: "bench",
        metrics: [accuracy("candidate", value, half), accuracy("baseline", value, half)],
      });
    const result = against(run(2, 0.7), run(1, 0.8));
    expect(result.verdict).toBe("inconsistent");
    expect(result.reasons.map((reason) => reason.split(":")[0])).toEqual([
      "MMLU, candidate",
      "MMLU, baseline",
    ]);
    expect(against(run(2, 0.79), run(1, 0.8)).verdict).toBe("consistent");
    // Fifty questions: equal shares are no proof of equal stacks.
    expect(against(run(2, 0.8, 0.11), run(1, 0.8, 0.11)).verdict).toBe("inconclusive");
  });

  test("has no verdict where there is nothing to compare with, unless that is one", () => {
    expect(noReference(wape(1, 0.17), null, "the first night")).toMatchObject({
      reference: null,
      verdict: null,
    });
    expect(noReference(wape(1, 0.17), "inconclusive", "none blessed").reasons).toEqual(["none blessed"]);
    expect(
      driftResult(wape(2, 0.17), { record: wape(1, 0.17), choice: "named", note: null }, NOTHING),
    ).toMatchObject({
      schema: "fvalidate.drift/1",
    });
  });

  test.each([
    ["consistent", null, "consistent"],
    ["inconclusive", null, "inconclusive"],
    ["consistent", "inconclusive", "inconclusive"],
    ["inconclusive", "inconsistent", "inconsistent"],
    ["inconsistent", "consistent", "inconsistent"],
    ["consistent", "consistent", "consistent"],
  ] as const)("with a run's own verdict %s and %s comes to %s", (own, drift, both) =>
    expect(worseVerdict(own, drift)).toBe(both),
  );
});
