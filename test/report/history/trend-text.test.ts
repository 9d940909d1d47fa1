import { describe, expect, test } from "vitest";
import type { HistoryRecord } from "../../../src/contracts/history.ts";
import { trendsOf } from "../../../src/history/trend.ts";
import { displayWidth } from "../../../src/report/columns.ts";
import { sparkline } from "../../../src/report/history/sparkline.ts";
import { trendText } from "../../../src/report/history/trend-text.ts";
import { nightly } from "../../history/sample-records.ts";

const PAINT = { verdict: (word: string) => word, warning: (word: string) => word };

function textOf(runs: readonly HistoryRecord[], ascii = false): string {
  const series = trendsOf({ runs, blessings: [] }, { last: 60, seed: 42, wants: () => true });
  return trendText(series, { ascii, paint: PAINT });
}

describe("a sparkline", () => {
  const cases: [what: string, values: (number | null)[], unicode: string, ascii: string][] = [
    ["rises with its values", [0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█", "_.-=+*#@"],
    ["shows a gap", [1, null, 2], "▁·█", "_?@"],
    ["stays in the middle where nothing varies", [3, 3, 3], "▄▄▄", "==="],
    ["of one value", [3], "▄", "="],
    ["of nothing but gaps", [null, null], "··", "??"],
    ["of nothing", [], "", ""],
    ["of negative and tiny values", [-1e-9, 0, 1e-9], "▁▅█", "_+@"],
  ];
  test.each(cases)("%s", (_what, values, unicode, ascii) => {
    expect(sparkline(values, { ascii: false })).toBe(unicode);
    expect(sparkline(values, { ascii: true })).toBe(ascii);
  });
});

describe("the text of a trend", () => {
  const small = [0.17, 0.171, 0.172, 0.169, 0.17, 0.171, 0.172, 0.17];
  const runs = [...small, ...small.map((value) => value + 0.3)].map((value, night) =>
    nightly(night, value, { conditions: { "candidate torch": night < 8 ? "2.10" : "2.11" } }),
  );

  test("says what a newcomer needs in 80 columns", () => {
    const text = textOf([...runs, nightly(16, 0.47, { status: "interrupted" })]);
    expect(text).toBe(
      [
        "pi0 · suite pi0 · cuda → flagos · 17 runs",
        "  last     2026-11-17 02:00  interrupted  pi0-night-16",
        "",
        "  WAPE, %                                 ▁▁▁▁▁▁▁▁████████·",
        "    last none   median 0.3205 ± 0.15   0.169 to 0.472",
        "    CHANGED 2026-11-09 for the worse: 0.1705 → 0.4705 (+0.3), p 0.001",
        "      2 × perturbation floor",
        "      between pi0-night-7",
        "          and pi0-night-8",
        "      candidate torch: 2.10 → 2.11",
        "",
        "Oldest run on the left; each line has a scale of its own. ± is the median",
        "absolute deviation.",
        "· is a run without the figure: stopped, failed, or not measured.",
        "CHANGED: at most 1 in 100 orders of the same values show so clear a step; chance",
        "does in 1 of 100 figures.",
      ].join("\n"),
    );
  });

  test("stays within 80 columns, whatever the names", () => {
    const label = "非常に長い名前🙂".repeat(40);
    const wide = runs.map((run) => ({
      ...run,
      metrics: run.metrics.map((metric) => ({ ...metric, label, unit: "\u001b[31mpoints\u202e" })),
      conditions: Object.fromEntries(
        [...Array(20).keys()].map((i) => [`${label}${i}`, `${run.runId}\n${label}`]),
      ),
    }));
    const lines = textOf(wide).split("\n");
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(lines.join("")).not.toMatch(/\p{Cc}|\u202e/u);
    expect(lines.some((line) => line.includes("and 14 more"))).toBe(true);
  });

  test("has no block characters where the terminal has none", () => {
    const text = textOf([...runs, nightly(16, null)], true);
    expect(text).not.toMatch(/[▁-█]/);
    expect(text).toContain("? is a run without the figure");
  });

  test("of a figure that no run has says why", () => {
    expect(textOf([nightly(1, null)])).toContain("no value: WAPE is undefined: both arms are all zeros");
  });
});
