import { describe, expect, it } from "vitest";
import { type ComparedRun, type RunResult, runResultSchema } from "../../src/contracts/run-result.ts";
import type { Reporter } from "../../src/report/reporter.ts";

const HOSTILE = 'a|b "c", <script>alert(1)</script>\n=1+1 日本語 🤖';

/** What every reporter must hold, whatever its format. */
export function reporterConformance(reporter: Reporter, run: ComparedRun): void {
  const failed: RunResult = runResultSchema.parse({
    ...run,
    metrics: null,
    metricsReason: "the server went away",
    gates: [],
    status: "failed",
    failure: { kind: "stack", message: "the server went away", hint: null },
    verdict: "inconclusive",
    reasons: ["the server went away"],
  });

  describe(`reporter ${reporter.name}`, () => {
    it("gives the same bytes for the same result", async () => {
      expect(await reporter.render(run)).toBe(await reporter.render(run));
    });

    it("gives the same bytes for a result that was read back from JSON", async () => {
      const readBack = runResultSchema.parse(JSON.parse(JSON.stringify(run)));
      expect(await reporter.render(readBack)).toBe(await reporter.render(run));
    });

    it("states the verdict and ends with a line break", async () => {
      const text = await reporter.render(run);
      expect(text.toLowerCase()).toContain(run.verdict);
      expect(text.endsWith("\n")).toBe(true);
    });

    it("renders a run that compared nothing, with the reason", async () => {
      expect(await reporter.render(failed)).toContain("the server went away");
    });

    it("survives labels and messages that hold anything", async () => {
      const hostile: ComparedRun = {
        ...run,
        baseline: { ...run.baseline, label: HOSTILE },
        reasons: [HOSTILE, "x".repeat(10_000)],
        warnings: [HOSTILE],
      };
      expect((await reporter.render(hostile)).length).toBeGreaterThan(0);
    });

    it("prints non-finite numbers by their names", async () => {
      const infinite: ComparedRun = { ...run, metrics: { ...run.metrics, mapePercent: "Infinity" } };
      expect(await reporter.render(infinite)).toContain("Infinity");
    });
  });
}
