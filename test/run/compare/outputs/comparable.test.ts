import { describe, expect, test } from "vitest";
import type { HarnessSample, HarnessTask } from "../../../../src/contracts/harness-output.ts";
import { requireSameQuestions } from "../../../../src/run/compare/outputs/comparable.ts";
import { labelsOf } from "../../../../src/run/compare/outputs/labels.ts";
import { pairSamples } from "../../../../src/run/compare/outputs/pair-samples.ts";
import { pairTasks } from "../../../../src/run/compare/outputs/pair-tasks.ts";
import { totalsOf } from "../../../../src/run/compare/outputs/totals.ts";

function task(name: string, metric: string, changes: Partial<HarnessTask> = {}): HarnessTask {
  return {
    ...{ name, metric, reported: 0.5, reportedQuestions: 200, aggregation: "micro" },
    ...{ settings: {}, samples: null },
    ...changes,
  };
}

function samples(count: number, changedRows: number): HarnessSample[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ id: String(i), contentSha256: i < changedRows ? `other ${i}` : `row ${i}`, repeat: 0, score: 1 },
    ...{ error: null, reply: null, prediction: null, gold: null, truncated: null, unparsed: false },
    ...{ category: null, cluster: null, completionTokens: null },
  }));
}

function output(tasks: HarnessTask[], model: string | null = null) {
  return { harness: "x", version: null, model, environment: {}, tasks, notes: [] };
}

const side = (tasks: HarnessTask[]) => ({ path: "", label: "", output: output(tasks) });

describe("whether both sides were asked the same", () => {
  const pair = { name: "t", baseline: task("t", "acc"), candidate: task("t", "acc") };

  test("holds where no more than one of a hundred questions changed", () => {
    const few = pairSamples("t", samples(200, 0), samples(200, 2));
    expect(() => requireSameQuestions(pair, few)).not.toThrow();
    expect(few.changed).toHaveLength(2);
    const more = pairSamples("t", samples(200, 0), samples(200, 3));
    expect(() => requireSameQuestions(pair, more)).toThrow(
      /t cannot be compared: 3 of 200 questions are not the same on both sides, the first one 0: content row 0 and content other 0/,
    );
  });

  test("does not where means are of two kinds, or nothing is shared", () => {
    const macro = { ...pair, candidate: task("t", "acc", { aggregation: "macro of categories" }) };
    const all = pairSamples("t", samples(3, 0), samples(3, 0));
    expect(() => requireSameQuestions(macro, all)).toThrow(/a mean of another kind/);
    const apart = { pairs: [], changed: [], baselineOnly: samples(2, 0), candidateOnly: samples(1, 0) };
    expect(() => requireSameQuestions(pair, apart)).toThrow(
      /no question is in both outputs; the baseline's begins with 0, 1, the candidate's with 0/,
    );
  });
});

describe("tasks", () => {
  test("are paired by name and metric, and named by the metric where one name has several", () => {
    const { pairs, unpaired } = pairTasks({
      baseline: side([task("a", "acc"), task("a", "acc_norm"), task("b", "acc"), task("c", "acc")]),
      candidate: side([task("b", "acc"), task("a", "acc_norm"), task("a", "acc"), task("d", "acc")]),
    });
    expect(pairs.map(({ name }) => name)).toEqual(["a: acc", "a: acc_norm", "b"]);
    expect(unpaired).toEqual({ baseline: ["c: acc"], candidate: ["d: acc"] });
  });

  test("with other metrics have nothing in common", () => {
    const sides = { baseline: side([task("a", "acc")]), candidate: side([task("a", "f1")]) };
    expect(() => pairTasks(sides)).toThrow(/no figure of a task in common/);
  });
});

describe("totals", () => {
  test("that are no share of right answers have no interval, with the reason", () => {
    const odd = task("t", "acc", { reported: 0.37, reportedQuestions: 50 });
    const totals = totalsOf({ name: "t", baseline: odd, candidate: task("t", "acc") });
    expect(totals).toMatchObject({ ci95Points: null, intervalMethod: null });
    expect(totals?.ci95PointsReason).toContain("no share of right answers");
    // Half of 200 could be a count, but a mean of categories is none.
    const mean = task("t", "acc", { aggregation: "macro of categories" });
    expect(totalsOf({ name: "t", baseline: mean, candidate: mean })).toMatchObject({
      baseline: { accuracyInterval: null },
      ci95Points: null,
    });
  });

  test("of one side stand beside the other's samples", () => {
    const scored = task("t", "acc", { reported: null, reportedQuestions: null, samples: samples(10, 0) });
    const totals = totalsOf({ name: "t", baseline: scored, candidate: task("t", "acc") });
    expect(totals?.baseline).toMatchObject({ accuracy: 1, questions: 10 });
    expect(totals?.deltaPoints).toBe(-50);
  });
});

test("the sides are called by what tells them apart", () => {
  const named = (
    baseline: string,
    candidate: string,
    models: [string | null, string | null] = [null, null],
  ) =>
    Object.values(
      labelsOf(
        { path: baseline, output: output([], models[0]) },
        { path: candidate, output: output([], models[1]) },
      ),
    );
  expect(named("runs/cuda/out", "runs/flagos/out")).toEqual(["cuda", "flagos"]);
  expect(named("runs/one#baseline", "runs/one#candidate")).toEqual(["baseline", "candidate"]);
  expect(named("runs/one", "runs/one")).toEqual(["baseline", "candidate"]);
  expect(named("a", "b", ["org/M-CUDA", "org/M-FlagOS"])).toEqual(["M-CUDA", "M-FlagOS"]);
  const ofStack = (stack: string) => ({ path: "same", output: { ...output([]), environment: { stack } } });
  expect(labelsOf(ofStack("CUDA"), ofStack("FlagOS"))).toEqual({ baseline: "CUDA", candidate: "FlagOS" });
});
