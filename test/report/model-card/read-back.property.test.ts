import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CardRow } from "../../../src/cards/card.ts";
import { readCard } from "../../../src/cards/read-card.ts";
import type { BenchmarkResult } from "../../../src/contracts/bench-result.ts";
import type { BenchRun } from "../../../src/contracts/bench-run.ts";
import { isCompared } from "../../../src/report/bench/figures.ts";
import { CARD_LANGUAGES, CARD_SIGNS } from "../../../src/report/model-card/forms.ts";
import { BENCH_RUNS, benchRun } from "../bench/runs.ts";
import { cardOf, pi0Run } from "./runs.ts";

/** What may stand in a name; no letters of which a measure's name could be made, such as "ter". */
const character = fc.constantFrom(..."ab_*`~$|\\<>&;#![]()-+=:/. \n\r\t日本é👩‍🔬\"'{}@");
const hostileName = fc
  .oneof(
    fc.array(character, { minLength: 1, maxLength: 40 }).map((parts) => parts.join("")),
    fc.constantFrom("x".repeat(10_000), "日".repeat(10_000), "<!-- fvalidate:end -->", "a|b\n| c | d |\n"),
  )
  .map((text) => `Q${text}`);

const language = fc.constantFrom(...CARD_LANGUAGES);
const sign = fc.constantFrom(...CARD_SIGNS);

function withNames(run: BenchRun, names: readonly string[]): BenchRun {
  return {
    ...run,
    benchmarks: run.benchmarks.map((benchmark, index) => ({
      ...benchmark,
      cardName: names[index % names.length] ?? "",
    })),
  };
}

function valuesOf(rows: readonly CardRow[]): (number | null)[][] {
  return rows.map(({ figures }) => figures.map(({ value }) => value));
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

function accuracies(benchmark: BenchmarkResult): (number | null)[] {
  const { baseline, candidate } = isCompared(benchmark) ? benchmark : (benchmark.totals ?? {});
  return [baseline?.accuracy, candidate?.accuracy].map((value) => (value == null ? null : rounded(value, 6)));
}

function points(benchmark: BenchmarkResult): number | null {
  const value = isCompared(benchmark) ? benchmark.deltaPoints : benchmark.totals?.deltaPoints;
  return value === undefined ? null : rounded(value, 4) + 0;
}

const ernie = benchRun("bench-ernie");

describe("what is written is read back to the same figures", () => {
  it.each(BENCH_RUNS)("%s, in both forms and languages", (_, run) => {
    for (const chosen of CARD_LANGUAGES) {
      const scores = readCard(cardOf([run], { styles: ["scores"], decimals: 6, language: chosen }));
      expect(valuesOf(scores.rows)).toEqual(run.benchmarks.map(accuracies));
      const differences = readCard(cardOf([run], { styles: ["difference"], decimals: 4, language: chosen }));
      expect(valuesOf(differences.rows)).toEqual(run.benchmarks.map((benchmark) => [points(benchmark)]));
      expect([...scores.unread, ...differences.unread]).toEqual([]);
    }
  });

  it("sides, units and what a difference means", () => {
    const scores = readCard(cardOf([ernie], { unit: "percent", styles: ["flagrelease"] }));
    expect(scores.rows.map(({ figures }) => figures.map(({ role, unit }) => `${role} ${unit}`))).toEqual(
      Array(5).fill(["baseline percent", "candidate percent"]),
    );
    for (const chosen of CARD_LANGUAGES) {
      const meaningOf = (of: (typeof CARD_SIGNS)[number]) =>
        readCard(cardOf([ernie], { styles: ["difference"], sign: of, language: chosen })).rows[0]?.definition;
      expect(meaningOf("always")).toMatchObject({ meaning: "absolute points", isSigned: true });
      expect(meaningOf("negative")).toMatchObject({ meaning: "absolute points", isSigned: true });
      expect(meaningOf("never")).toMatchObject({ meaning: "absolute points", isSigned: false });
    }
  });

  it("any accuracies, differences, names and signs", () => {
    const share = fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(hostileName, share, share), { minLength: 1, maxLength: 4 }),
        language,
        sign,
        (rows, chosen, signs) => {
          const [model] = ernie.benchmarks;
          if (model === undefined || !isCompared(model)) throw new Error("bench-ernie has no benchmark");
          const run = {
            ...ernie,
            benchmarks: rows.map(([cardName, first, second], index) => ({
              ...model,
              name: `task${index}`,
              cardName,
              baseline: { ...model.baseline, accuracy: first },
              candidate: { ...model.candidate, accuracy: second },
              deltaPoints: (second - first) * 100,
            })),
          };
          const scores = readCard(cardOf([run], { styles: ["scores"], decimals: 6, language: chosen }));
          expect(valuesOf(scores.rows)).toEqual(rows.map(([, first, second]) => [first, second]));
          const differences = readCard(
            cardOf([run], { styles: ["difference"], decimals: 4, language: chosen, sign: signs }),
          );
          expect(valuesOf(differences.rows).flat()).toEqual(
            rows.map(([, first, second]) => {
              const value = rounded((second - first) * 100, 4) + 0;
              return signs === "never" ? Math.abs(value) : value;
            }),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it("a MAPE and a speed beside stacks of any name", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000 }),
        hostileName,
        hostileName,
        language,
        (tenThousandths, baseline, candidate, chosen) => {
          const percent = tenThousandths / 1e4;
          const run = pi0Run(percent);
          const named = {
            ...run,
            baseline: { ...run.baseline, label: baseline },
            candidate: { ...run.candidate, label: candidate },
          };
          const card = readCard(cardOf([named], { styles: ["mape", "performance"], language: chosen }));
          expect(card.rows.map(({ quantity }) => quantity)).toEqual(["mape", "speed"]);
          expect(valuesOf(card.rows)).toEqual([[percent], [0.1521]]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("rows keep their names, whatever they hold", () => {
    const names = [
      "a|b \\| <script>x</script> & &lt;b&gt; `x``y` **b** ~~d~~ [l](u)",
      "数学\n中文 👩‍🔬",
      "x".repeat(10_000),
    ];
    const card = readCard(cardOf([withNames(benchRun("bench-inconsistent"), names)]));
    expect(card.rows.map(({ metric }) => metric.raw)).toEqual(names.map((name) => name.replace(/\s+/g, " ")));
  });
});
