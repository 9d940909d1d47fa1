import { describe, expect, test } from "vitest";
import type { BenchArm } from "../../../../src/contracts/bench-run.ts";
import { decideRun } from "../../../../src/run/bench/result/decide.ts";
import { FvalidateError } from "../../../../src/support/errors.ts";

type Status = BenchArm["evidence"]["status"];

function arm(stack: string, status: Status): BenchArm {
  return { stack, evidence: { status, summary: `${status} by its log` } } as BenchArm;
}

function decided(of: {
  failure?: FvalidateError;
  baseline?: Status;
  candidate?: Status;
  requireEvidence?: boolean;
  identical?: boolean;
}) {
  return decideRun({
    overall: { verdict: "consistent", reasons: ["within the margin"] },
    failure: of.failure ?? null,
    arms: [arm("cuda", of.baseline ?? "missing"), arm("flagos", of.candidate ?? "missing")],
    requireEvidence: of.requireEvidence ?? false,
    identical: of.identical ?? false,
  });
}

describe("a run's verdict", () => {
  test("is the benchmarks' where nothing speaks against the run", () => {
    expect(decided({})).toEqual({ verdict: "consistent", reasons: ["within the margin"] });
    expect(decided({ requireEvidence: true, candidate: "proved" }).verdict).toBe("consistent");
  });

  test.each([
    ["it was not finished", { failure: new FvalidateError("stack", "gone") }, "not finished: gone"],
    ["the baseline is none", { baseline: "contradicted" }, "cuda is not what it is called"],
    ["the candidate is none", { candidate: "contradicted" }, "flagos is not what it is called"],
    ["proof is required and missing", { requireEvidence: true }, "missing by its log"],
    [
      "proof is required and all replies are the same",
      { requireEvidence: true, candidate: "proved", identical: true },
      "to the letter",
    ],
  ] as const)("stays open where %s, with the benchmarks' reasons behind", (_, of, why) => {
    const { verdict, reasons } = decided(of);
    expect([verdict, reasons]).toEqual(["inconclusive", [expect.stringContaining(why), "within the margin"]]);
  });
});
