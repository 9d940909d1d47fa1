import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BenchRun } from "../../../src/contracts/bench-run.ts";
import { escapeLine, visible } from "../../../src/report/data-text.ts";
import { REPORTERS } from "../../../src/report/index.ts";
import { dataTable } from "../../../src/report/markdown-table.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { type GfmTable, outsideOfFences, plainText, tablesOf } from "../gfm.ts";
import { BENCH_RUNS, benchRun, hostileRun } from "./runs.ts";

const report = (run: BenchRun) => REPORTERS.md.render(run);

function tableWith(run: BenchRun, heading: string): GfmTable {
  const table = tablesOf(report(run)).find(({ header }) => header.includes(heading));
  if (table === undefined) throw new Error(`no table has a column ${heading}`);
  return table;
}

describe("the model card's tables", () => {
  const ernie = benchRun("bench-ernie");

  it("stand first, in the cards' form and with the figures of the published ERNIE card", () => {
    const [scores, differences] = tablesOf(report(ernie));
    expect(
      report(ernie).startsWith("| Metrics | ERNIE-4.5-300B-A47B-PT-CUDA | ERNIE-4.5-300B-A47B-PT-FlagOS |\n"),
    ).toBe(true);
    expect(scores?.rows).toEqual([
      ["AIME", "0.667", "0.700"],
      ["GPQA", "0.669", "0.669"],
      ["LiveBench", "0.685", "0.690"],
      ["MMLU", "0.773", "0.788"],
      ["MUSR", "0.724", "0.710"],
    ]);
    expect(differences?.header).toEqual(["Metrics(avg@1)", "Difference with Nvidia-CUDA"]);
    // By hand from the counts: 1/30, 1/1192, 211/14042 and −10/756.
    expect(differences?.rows).toEqual([
      ["AIME ↑", "+3.33%"],
      ["GPQA ↑", "+0.08%"],
      ["LiveBench ↑", "+0.50%"],
      ["MMLU ↑", "+1.50%"],
      ["MUSR ↑", "-1.32%"],
    ]);
  });

  it("are followed by n, interval and verdict of each row", () => {
    const [, , behind] = tablesOf(report(ernie));
    expect(behind?.header).toEqual(expect.arrayContaining(["n", "95 % interval, points", "verdict"]));
    expect(behind?.rows[0]).toEqual([
      "AIME",
      "30",
      "+3.33",
      "-5.47 to +11.72",
      "+5.00",
      "1.0000",
      "inconclusive",
    ]);
    expect(behind?.rows[3]).toEqual([
      "MMLU",
      "14042",
      "+1.50",
      "+1.01 to +1.99",
      "+1.94",
      "< 0.0001",
      "consistent",
    ]);
  });

  it("have a dash for what was not scored, and say why below", () => {
    const run = benchRun("bench-minicpm-repeats");
    const [scores, differences] = tablesOf(report(run));
    expect(scores?.rows).toContainEqual(["MM-Vet v2 avg@4", "-", "-"]);
    expect(differences?.rows).toContainEqual(["MM-Vet v2 avg@4 ↑", "-"]);
    expect(report(run)).toContain("MM-Vet v2 avg@4: `-` because it was not scored: no judge was given");
  });

  it("tell repeats in the header where all rows share them", () => {
    const run = benchRun("bench-minicpm-repeats");
    const repeated = {
      ...run,
      benchmarks: run.benchmarks.map((benchmark) => ({ ...benchmark, repeats: 4 })),
    };
    const [scores, differences] = tablesOf(report(repeated));
    expect(differences?.header[0]).toBe("Metrics(avg@4)");
    expect(scores?.rows[0]?.[0]).toBe("CMMMU");
  });

  it("say where a difference does not follow from the accuracies, or where not all was asked", () => {
    const run = benchRun("bench-inconsistent");
    expect(report(run)).toContain("MATH-500: 231 of the 500 published questions were asked.");
    expect(report(run)).not.toContain("does not follow");
    const benchmarks = run.benchmarks.map((benchmark) =>
      "baseline" in benchmark
        ? { ...benchmark, baseline: { ...benchmark.baseline, accuracy: 0.5 } }
        : benchmark,
    );
    expect(report({ ...run, benchmarks })).toContain("does not follow");
  });

  it.each([
    ["the servers' model, without its folder", "/models/M-7B", "/models/M-7B/", "M-7B-CUDA"],
    ["the same without a stack's name at its end", "M-7B", "M-7B-FlagOS", "M-7B-CUDA"],
    ["the suite's title where they name two", "M-7B", "N-7B", "ERNIE 4.5 300B A47B on two machines-CUDA"],
    ["the suite's title where they name none", null, null, "ERNIE 4.5 300B A47B on two machines-CUDA"],
  ])("name their columns by %s", (_what, first, second, column) => {
    const run = {
      ...ernie,
      baseline: { ...ernie.baseline, model: first },
      candidate: { ...ernie.candidate, model: second },
    };
    expect(tablesOf(report(run))[0]?.header[1]).toBe(column);
  });

  it("tell two benchmarks of one name apart, and print no sign before zero", () => {
    const benchmarks = ernie.benchmarks.map((benchmark) => ({
      ...benchmark,
      cardName: "MMLU",
      deltaPoints: -0.001,
    }));
    const differences = tablesOf(report({ ...ernie, benchmarks }))[1];
    expect(differences?.rows[0]).toEqual(["MMLU (aime24) ↑", "0.00%"]);
  });
});

describe("what must be known first", () => {
  it("stands above the tables: warnings, and that a run is no whole one", () => {
    const lines = report(benchRun("bench-inconsistent")).split("\n");
    expect(lines[0]).toMatch(/^> \*\*Warning\.\*\* No proof that FlagOS ran/);
    expect(report(benchRun("bench-interrupted"))).toMatch(
      /^> \*\*The run was interrupted\.\*\* .* Add --resume/,
    );
    expect(report(benchRun("bench-failed"))).toMatch(/^> \*\*The run failed\.\*\* /);
  });

  it("includes that the baseline's own flips are unknown", () => {
    expect(report(benchRun("bench-consistent-predictions"))).toContain("by themselves is unknown");
    expect(report(benchRun("bench-ernie"))).not.toContain("by themselves is unknown");
  });

  it("shows what a server printed that did not come up, in a fence that its text does not close", () => {
    const text = report(benchRun("bench-failed"));
    expect(text).toContain("RuntimeError: no kernel image is available");
    expect(outsideOfFences(text).join("\n")).not.toContain("RuntimeError");
    expect(outsideOfFences(text)).toContain("## Settings");
  });
});

describe("the sections", () => {
  const run = benchRun("bench-inconsistent");

  it("show what every policy says and mark the one that decides", () => {
    const { header, rows } = tableWith(run, "equivalence (decides)");
    expect(header).toEqual([
      "benchmark",
      "equivalence (decides)",
      "card",
      "flagrelease",
      "flagrelease-relative",
      "auto-evaluation",
    ]);
    expect(rows[0]).toEqual(["GPQA-Diamond", ...Array(5).fill("inconsistent")]);
    expect(
      tableWith({ ...run, settings: { ...run.settings, policy: "card" } }, "card (decides)").rows,
    ).toEqual(rows);
  });

  it("count what became of both arms' samples", () => {
    const { rows } = tableWith(run, "would guess");
    expect(rows).toHaveLength(2 * run.benchmarks.length);
    expect(rows[1]).toEqual([
      "GPQA-Diamond",
      "FlagOS",
      "0.449",
      "0.382 to 0.519",
      "89",
      "173",
      "24",
      "1",
      "1",
      "0",
    ]);
  });

  it("group flips by their cause, in the contract's order", () => {
    const { header, rows } = tableWith(run, "truncated and unparsed");
    expect(header.slice(3)).toEqual(["different answer", "truncated", "unparsed", "truncated and unparsed"]);
    expect(rows[0]).toEqual(["GPQA-Diamond", "41", "9", "24", "19", "4", "3"]);
  });

  it("show flips side by side, with a mark where the replies part", () => {
    const { header, rows } = tableWith(run, "they part at");
    expect(header.slice(-2)).toEqual(["CUDA's reply there", "FlagOS's reply there"]);
    expect(rows[0]?.slice(-3)).toEqual([
      "character 12",
      "The answer: ▶A",
      "The answer: ▶<script>alert(1)</script> | & &lt;b&gt; [x](javascript:alert(1)) **bold** _em_ ~~no~~",
    ]);
    expect(rows[2]?.slice(-3)).toEqual(["nowhere", "C is right 👩‍🔬", "C is right 👩‍🔬"]);
    expect(rows[3]?.at(-1)).toBe("|a|\\|▶c|\\u{202e} evil \\u{7}\\u{1b}[31m red \\");
  });

  it("cut predictions of 10,000 characters, and say so", () => {
    const { rows } = tableWith(run, "they part at");
    const long = rows[1] ?? [];
    expect(long[4]).toMatch(/^(ha)+h?…$/);
    expect(Math.max(...long.map((cell) => cell.length))).toBeLessThanOrEqual(240);
  });

  it("put the baseline's own flips beside the candidate's", () => {
    const { rows } = tableWith(run, "flips by itself");
    // By hand: (50 − 14) / 198 = 18.18 points.
    expect(rows[0]?.slice(0, 4)).toEqual(["GPQA-Diamond", "198", "14 (7.1 %)", "50 (25.3 %)"]);
    expect(rows[0]?.[4]).toMatch(/^\+18\.18 \(/);
  });

  it("fold categories and flips away, and close every fold", () => {
    const text = report(run);
    expect(text.match(/<details><summary>/g)).toHaveLength(1 + 1 + 3);
    expect(text.match(/<\/details>/g)).toHaveLength(1 + 1 + 3);
    expect(tableWith(run, "category").rows.at(-1)?.[0]).toBe("other | <rest>");
  });

  it("name the limit of every policy, as it was set", () => {
    const limits = {
      ...run.settings.limits,
      cardPoints: 4,
      dropPoints: 3.5,
      differencePoints: 0.25,
      marginPoints: 2,
    };
    const text = report({ ...run, settings: { ...run.settings, limits } });
    expect(text).toContain("| limit of equivalence | ±2 points, differences real below p 0.05 |");
    expect(text).toContain("| limit of card | ±4 points |");
    expect(text).toContain("| limit of flagrelease | a drop of 3.5 points |");
    expect(text).toContain("| limit of auto-evaluation | less than 0.25 points |");
  });

  it("say how to do it again", () => {
    expect(report(run)).toContain("fvalidate bench --suite qwen3-8b --baseline cuda --candidate flagos");
    expect(report(run)).toContain(run.capsule.sha256);
  });
});

describe("texts of others", () => {
  it.each(BENCH_RUNS)("make no mark-up in %s, whatever they hold", (_name, run) => {
    const text = report(hostileRun(run));
    expect(tablesOf(text).length).toBeGreaterThan(0);
    const tags = outsideOfFences(text).flatMap((line) => line.match(/<[A-Za-z/!?][^>]*>?/g) ?? []);
    for (const tag of tags) expect(tag).toMatch(/^<\/?(details|summary)>$/);
  });

  it("come out of a table as they went in", () => {
    const character = fc.constantFrom(..."ab_*`~$|\\<>&;#![]()-+=:/.w \t\n\r日é👩‍🔬\u202e\u0000&lt;");
    fc.assert(
      fc.property(
        fc.array(fc.oneof(character, fc.string({ unit: anyCharacter }))),
        fc.string(),
        (parts, other) => {
          const text = parts.join("");
          const [table] = tablesOf(dataTable(["a", "b"], [[text, other]]));
          expect(table?.rows).toEqual([[visible(text).trim(), visible(other).trim()]]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(["# no", "- no", "+ no", "> no", "=== no", "12. no", "3) no", "   - no", "* no"])(
    "begin no block with %j",
    (text) => {
      const line = escapeLine(text);
      expect(line).not.toMatch(/^([#>+=*-]|\d+[.)])/);
      expect(plainText(line)).toBe(text.trim());
    },
  );
});
