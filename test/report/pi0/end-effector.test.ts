import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ComparedRun, runResultSchema } from "../../../src/contracts/run-result.ts";
import { REPORTERS } from "../../../src/report/index.ts";
import { terminalSummary } from "../../../src/report/pi0/terminal-summary.ts";

const RUN = new URL("../../../fixtures/runs/pi0-h200.json", import.meta.url);
const run = runResultSchema.parse(JSON.parse(readFileSync(RUN, "utf8")));

/** The fixture's run with an end effector block, as a suite with kinematics gives it. */
function runWith(endEffector: unknown): ComparedRun {
  const changed = runResultSchema.parse({ ...run, endEffector });
  if (changed.metrics === null) throw new Error("the fixture compared nothing");
  return changed;
}

const known = runWith({
  chain: "an arm | <b>",
  source: "a test",
  positionErrorMeanMetres: 0.001,
  positionErrorMaxMetres: 0.0123456,
  positionErrorMaxIndex: [3, 7],
  orientationErrorMeanRadians: 0.002,
  orientationErrorMaxRadians: 0.0345678,
  orientationErrorMaxIndex: [4, 8],
  poses: 598,
  excludedPoses: 2,
});
const unknown = runWith({
  chain: "an arm",
  source: "a test",
  positionErrorMaxMetres: null,
  reason: "the answers have 4 dimensions",
});
const paint = { verdict: (word: string) => word, warning: (text: string) => text };

describe("poses of the end effector", () => {
  it("have a table in the report, with where the largest errors are", () => {
    const report = REPORTERS.md.render(known);
    expect(report).toContain("## End effector");
    expect(report).toContain("| position error (m) | 0.00100000 | 0.0123456 | [3, 7] |");
    expect(report).toContain("| orientation error (rad) | 0.00200000 | 0.0345678 | [4, 8] |");
    expect(report).toContain("2 with angles that are not finite were left out");
    expect(report).not.toMatch(/(?<!\\)<b>/);
  });

  it("have a line each on the terminal, also under a policy that does not judge them", () => {
    const summary = terminalSummary(known, "report.md", paint);
    expect(summary).toMatch(/position error {2,}0\.01235 m at most {2,}not judged by this policy/);
    expect(summary).toMatch(/orientation error {2,}0\.03457 rad at most {2,}not judged by this policy/);
  });

  it("are in the CSV and in run.json under the same keys", () => {
    expect(REPORTERS.csv.render(known)).toContain("endEffector,,orientationErrorMaxRadians,0.0345678,");
    expect(JSON.parse(REPORTERS.json.render(known)).endEffector).toMatchObject({ poses: 598 });
  });

  it("that are unknown come with the reason, everywhere", () => {
    expect(REPORTERS.md.render(unknown)).toMatch(
      /Unknown by the kinematics of an arm \(a test\): the answers have/,
    );
    expect(REPORTERS.csv.render(unknown)).toContain("endEffector,,reason,the answers have 4 dimensions,");
    expect(terminalSummary(unknown, "report.md", paint)).toMatch(
      /end effector {2,}n\/a {2,}.*have 4 dimensions/,
    );
  });

  it("are not mentioned where a suite names no kinematics", async () => {
    if (run.metrics === null) throw new Error("the fixture compared nothing");
    for (const reporter of Object.values(REPORTERS))
      expect(await reporter.render(run)).not.toMatch(/end ?effector/i);
  });
});
