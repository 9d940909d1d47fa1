import { expect, test } from "vitest";
import type { PartRun } from "../../../src/contracts/suite-run.ts";
import { suiteResult } from "../../../src/run/suite/suite-result.ts";

const part: PartRun = {
  name: "pi0",
  kind: "pi0",
  suite: { name: "pi0", title: "pi0" },
  settingsSha256: "",
  baseline: { stack: "cuda", label: "CUDA" },
  candidate: { stack: "flagos", label: "FlagOS" },
  folder: "pi0-run",
  id: "pi0-run",
  status: "complete",
  verdict: "consistent",
  headline: "flagos computes what cuda computes, up to rounding",
  reasons: [],
  warnings: [],
  figures: [],
  drift: null,
  durationMilliseconds: 1,
  failure: null,
};
const failure = { kind: "stack", message: "127.0.0.1:5000 refused the connection.", hint: null } as const;

const resultOf = (...parts: PartRun[]) =>
  suiteResult({
    id: "suite-run",
    createdAt: "2026-11-21T08:15:00.000Z",
    durationMilliseconds: 1,
    command: [],
    suite: { name: "all", title: "all" },
    leftOut: [],
    parts,
    stopped: null,
  });

test("a part that failed says what failed, and not only that nothing was decided", () => {
  const headline = "not decided whether flagos computes what cuda computes";
  const failed: PartRun = { ...part, status: "failed", verdict: "inconclusive", headline, failure };
  expect(resultOf(part, failed).reasons).toEqual([
    "pi0: consistent, flagos computes what cuda computes, up to rounding",
    `pi0: failed, ${headline}; ${failure.message}`,
  ]);
});

test("a part without a result says it once", () => {
  const none: PartRun = { ...part, status: "failed", verdict: null, headline: failure.message, failure };
  expect(resultOf(none).reasons).toEqual([`pi0: failed, ${failure.message}`]);
});

test("a part without a result leaves the verdict open, and an inconsistent one outweighs it", () => {
  const none: PartRun = { ...part, status: "not run", verdict: null };
  expect(resultOf(part, none)).toMatchObject({ verdict: "inconclusive", status: "interrupted" });
  expect(resultOf(none, { ...part, verdict: "inconsistent" }).verdict).toBe("inconsistent");
  const moved: PartRun = { ...part, drift: { against: "last", verdict: "inconsistent", headline: "moved" } };
  expect(resultOf(part, moved).verdict).toBe("inconsistent");
});

test("a part that was stopped is open, though all it had measured was consistent", () => {
  const stopped: PartRun = { ...part, status: "interrupted" };
  expect(resultOf(part, stopped)).toMatchObject({ verdict: "inconclusive", status: "interrupted" });
});
