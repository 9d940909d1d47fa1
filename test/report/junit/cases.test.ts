import { describe, expect, it } from "vitest";
import { type AnyRun, RUN_SCHEMAS } from "../../../src/contracts/any-run.ts";
import type { BenchRun } from "../../../src/contracts/bench-run.ts";
import type { Gate, Verdict } from "../../../src/contracts/verdict.ts";
import { judgedCases } from "../../../src/report/junit/cases.ts";
import { result } from "../../compare/tensors/results.ts";
import { benchRun } from "../bench/runs.ts";
import { RUNS_OF_EVERY_KIND } from "../every-kind.ts";
import { compareRun } from "../tensors/runs.ts";

const pi0 = RUN_SCHEMAS.pi0.parse(RUNS_OF_EVERY_KIND[0]![1]);

const outcomes = (run: AnyRun, context = {}) =>
  judgedCases(run, context).map(({ name, outcome, type }) => [name, outcome, type].join(" ").trim());

function pi0With(verdict: Verdict, changes: Partial<Gate>): AnyRun {
  const [first, second, ...others] = pi0.gates;
  return { ...pi0, verdict, gates: [first!, { ...second!, ...changes }, ...others] };
}

describe("gates of pi0", () => {
  it("are one case each, and no more where they tell all", () => {
    expect(judgedCases(pi0).map(({ name }) => name)).toEqual(pi0.gates.map(({ label }) => label));
    expect(outcomes(pi0)[1]).toBe("MAPE passed");
  });

  it.each([
    ["inconsistent", { outcome: "fail" }, "MAPE failure inconsistent"],
    ["inconclusive", { outcome: "fail", failure: "inconclusive" }, "MAPE failure inconclusive"],
    ["inconclusive", { outcome: "unknown" }, "MAPE failure inconclusive"],
    ["consistent", { outcome: "not applicable" }, "MAPE skipped not applicable"],
  ] as const)("%s, %o: %s", (verdict, changes, told) => {
    expect(outcomes(pi0With(verdict, changes))[1]).toBe(told);
  });

  it("never say worse than the verdict: a stack that does not repeat itself proves nothing", () => {
    expect(outcomes(pi0With("inconclusive", { outcome: "fail" }))[1]).toBe("MAPE failure inconclusive");
  });

  it("leave a verdict that none of them shows to the run itself", () => {
    const open = { ...pi0, verdict: "inconclusive", headline: "nothing proves that FlagOS ran" } as AnyRun;
    expect(judgedCases(open).at(-1)).toMatchObject({
      name: "run",
      outcome: "failure",
      type: "inconclusive",
      message: "nothing proves that FlagOS ran",
    });
  });
});

describe("an inconclusive run that is allowed", () => {
  it("fails nothing", () => {
    const open = pi0With("inconclusive", { outcome: "unknown" });
    expect(outcomes(open, { allowInconclusive: true })[1]).toBe("MAPE skipped inconclusive");
  });

  it("still has its errors, and an inconsistent one its failures", () => {
    const failed = benchRun("bench-failed");
    expect(outcomes(failed, { allowInconclusive: true }).some((one) => one.includes(" error "))).toBe(true);
    const wrong = pi0With("inconsistent", { outcome: "fail" });
    expect(outcomes(wrong, { allowInconclusive: true })[1]).toBe("MAPE failure inconsistent");
  });
});

describe("benchmarks", () => {
  const inconsistent = benchRun("bench-inconsistent");

  it("are one case each", () => {
    const names = inconsistent.benchmarks.map(({ name }) => name);
    expect(judgedCases(inconsistent).map(({ name }) => name)).toEqual(names);
  });

  it("that could not be asked are errors, those without a score are skipped", () => {
    const [unscored] = benchRun("bench-outputs-totals").benchmarks.filter((one) => "unscoredReason" in one);
    const withStatus = (status: BenchRun["status"]) =>
      ({ ...inconsistent, status, benchmarks: [unscored!] }) as AnyRun;
    expect(judgedCases(withStatus("complete"))[0]).toMatchObject({ outcome: "skipped", type: "not scored" });
    expect(judgedCases(withStatus("interrupted"))[0]).toMatchObject({
      outcome: "error",
      type: "interrupted",
    });
  });

  it("with more failed requests than the budget allows are errors, not failures", () => {
    const [one] = benchRun("bench-ernie").benchmarks.filter((benchmark) => !("unscoredReason" in benchmark));
    if (one === undefined || "unscoredReason" in one) throw new Error("the fixture has no such benchmark");
    const errored = {
      ...one,
      verdict: "inconclusive",
      candidate: { ...one.candidate, errors: 10_000 },
    } as const;
    const run = { ...benchRun("bench-ernie"), verdict: "inconclusive", benchmarks: [errored] } as AnyRun;
    expect(judgedCases(run)[0]).toMatchObject({ outcome: "error", type: "requests failed" });
  });
});

describe("a run that ended early", () => {
  it("is an error with what was said, the hint and the server's log", () => {
    const failure = { kind: "stack", message: "It died.", hint: "Start it.", log: "CUDA out of memory" };
    const run = { ...pi0, status: "failed", failure, gates: [], verdict: "inconclusive" } as AnyRun;
    const [only, ...others] = judgedCases(run);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ name: "run", outcome: "error", type: "stack", message: "It died." });
    expect(only!.figures.join("\n")).toMatch(/Start it\.\nWhat it printed last:\nCUDA out of memory/);
  });
});

describe("tensors", () => {
  it("on one side only fail, unless they are allowed", () => {
    const missing = { fromCandidate: ["gone"], fromBaseline: [] };
    const run = compareRun({ missing, verdict: "inconsistent" });
    expect(outcomes(run)).toEqual(["a passed", "gone failure inconsistent"]);
    const settings = { ...run.settings, allowMissing: true };
    expect(outcomes(compareRun({ missing, settings }))).toEqual(["a passed", "gone skipped missing"]);
  });

  it("that are not decided fail as inconclusive", () => {
    const run = compareRun({ tensors: [result({ outcome: "inconclusive" })], verdict: "inconclusive" });
    expect(outcomes(run)).toEqual(["a failure inconclusive"]);
  });
});

it("rows of a card that the run has no benchmark for are skipped", () => {
  const [, card] = RUNS_OF_EVERY_KIND.find(([name]) => name === "card")!;
  if (card.kind !== "card") throw new Error("no card");
  const byName = new Map(judgedCases(card).map(({ name, outcome }) => [name, outcome]));
  for (const { metric, benchmark, outcome } of card.rows) {
    if (outcome === "agrees") expect(byName.get(metric)).toBe("passed");
    if (outcome === "disagrees") expect(byName.get(metric)).toBe("failure");
    if (outcome === "cannot tell" && benchmark === null) expect(byName.get(metric)).toBe("skipped");
  }
});

describe("drift", () => {
  const drift = { headline: "moved beyond its limit since x", reasons: ["WAPE: 3 floors"], notes: [] };

  it.each([
    ["inconsistent", "drift failure inconsistent"],
    ["inconclusive", "drift failure inconclusive"],
    ["consistent", "drift passed"],
    [null, "drift skipped no reference"],
  ] as const)("%s: %s", (verdict, told) => {
    expect(outcomes(pi0, { drift: { ...drift, verdict } }).at(-1)).toBe(told);
  });

  it("says what moved", () => {
    const [moved] = judgedCases(pi0, { drift: { ...drift, verdict: "inconsistent" } }).slice(-1);
    expect(moved!.message).toBe("moved beyond its limit since x: WAPE: 3 floors");
  });
});
