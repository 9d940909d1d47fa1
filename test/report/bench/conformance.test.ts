import { describe, expect, it } from "vitest";
import { benchRunSchema } from "../../../src/contracts/bench-run.ts";
import { REPORTERS } from "../../../src/report/index.ts";
import { summaryOf } from "../../../src/report/terminal-summary.ts";
import { withoutEntities } from "../entities.ts";
import { BENCH_RUNS, hostileRun } from "./runs.ts";

const paint = { verdict: (word: string) => word, warning: (text: string) => text };

it("there are runs of every kind of outcome", () => {
  const runs = BENCH_RUNS.map(([, run]) => run);
  expect(new Set(runs.map(({ verdict }) => verdict)).size).toBe(3);
  expect(new Set(runs.map(({ status }) => status)).size).toBe(3);
  expect(runs.some(({ benchmarks }) => benchmarks.length === 0)).toBe(true);
});

describe.each(BENCH_RUNS)("the run %s", (_name, run) => {
  describe.each(Object.values(REPORTERS))("as $name", ({ render }) => {
    it("gives the same bytes for the same result, read back from JSON or not", async () => {
      const text = await render(run);
      expect(await render(run)).toBe(text);
      expect(await render(benchRunSchema.parse(JSON.parse(JSON.stringify(run))))).toBe(text);
    });

    it("states verdict, headline, reasons and warnings, and ends with a line break", async () => {
      const text = await render(run);
      expect(text.toLowerCase()).toContain(run.verdict);
      // As each format escapes it: without what needs that.
      const plain = withoutEntities(text.replaceAll("\\", "").replaceAll('""', '"'));
      for (const sentence of [run.headline, ...run.reasons, ...run.warnings])
        expect(plain).toContain(sentence);
      expect(text.endsWith("\n")).toBe(true);
    });

    it("survives names and replies that hold anything", async () => {
      expect((await render(hostileRun(run))).length).toBeGreaterThan(0);
    });
  });

  it("has a summary without control characters, whatever its texts hold", () => {
    const lines = summaryOf(hostileRun(run), "report.md", paint).split("\n");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
  });

  it("comes back from its JSON as it was", () => {
    expect(JSON.parse(REPORTERS.json.render(run))).toEqual(run);
  });
});
