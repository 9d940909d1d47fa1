import { describe, expect, it } from "vitest";
import {
  type BenchmarkCircumstances,
  decideBenchmark,
  overallDecision,
} from "../../../src/compare/accuracy/decide-benchmark.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../src/compare/accuracy/limits.ts";
import type { PolicyAnswer } from "../../../src/contracts/bench-result.ts";
import type { Verdict } from "../../../src/contracts/verdict.ts";

const answers: PolicyAnswer[] = [
  { name: "equivalence", verdict: "inconsistent", reason: "−9 points" },
  { name: "flagrelease", verdict: "consistent", reason: "no drop" },
];
const calm: BenchmarkCircumstances = {
  baseline: { samples: 500, errors: 5, truncated: 10 },
  candidate: { samples: 500, errors: 0, truncated: 15 },
  lengthRatio: { ratio: 1.02, unit: "tokens", outside: false },
};
const decide = (circumstances: BenchmarkCircumstances, policy: PolicyAnswer["name"] = "flagrelease") =>
  decideBenchmark(answers, policy, { circumstances, limits });

describe("decideBenchmark", () => {
  it("says what the chosen policy says", () => {
    expect(decide(calm)).toEqual({ verdict: "consistent", reasons: ["no drop"] });
    expect(decide(calm, "equivalence")).toEqual({ verdict: "inconsistent", reasons: ["−9 points"] });
    expect(() => decide(calm, "card")).toThrow("the policy card was not asked");
  });

  it("is inconclusive where either arm is above the error budget, whatever the policy says", () => {
    for (const arm of ["baseline", "candidate"] as const) {
      const { verdict, reasons } = decide(
        { ...calm, [arm]: { samples: 500, errors: 6, truncated: 10 } },
        "equivalence",
      );
      expect(verdict).toBe("inconclusive");
      expect(reasons).toEqual([
        `6 of the ${arm}'s 500 requests failed, and the error budget is 1 %: a failed request is no wrong answer`,
        "−9 points",
      ]);
    }
  });

  it("warns of another length and of more truncation without changing the verdict", () => {
    const found = decide({
      ...calm,
      candidate: { samples: 500, errors: 0, truncated: 40 },
      lengthRatio: { ratio: 1.31, unit: "tokens", outside: true },
    });
    expect(found.verdict).toBe("consistent");
    expect(found.reasons.slice(1)).toEqual([
      "the candidate's replies are 1.31 times as long as the baseline's (tokens), outside 0.9 to 1.1",
      "40 of the candidate's 500 replies were cut off, and 10 of the baseline's 500",
    ]);
  });
});

describe("overallDecision", () => {
  const benchmark = (name: string, verdict: Verdict) => ({
    name,
    verdict,
    reasons: [`${verdict} because`, "more"],
  });

  it("is that of the worst benchmark, with the reasons of those that decide", () => {
    const all = [
      benchmark("aime", "inconclusive"),
      benchmark("mmlu", "inconsistent"),
      benchmark("gpqa", "consistent"),
    ];
    expect(overallDecision(all)).toEqual({
      verdict: "inconsistent",
      reasons: ["mmlu: inconsistent because"],
    });
    expect(overallDecision(all.filter(({ name }) => name !== "mmlu")).verdict).toBe("inconclusive");
    expect(overallDecision(all.slice(2))).toEqual({
      verdict: "consistent",
      reasons: ["gpqa: consistent because"],
    });
  });

  it("is inconclusive without a benchmark", () => {
    expect(overallDecision([])).toEqual({ verdict: "inconclusive", reasons: ["no benchmark was compared"] });
  });
});
