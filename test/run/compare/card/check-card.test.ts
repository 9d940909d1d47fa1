import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type BenchRun, benchRunSchema } from "../../../../src/contracts/bench-run.ts";
import type { CardCheckRow, CardCheckRun } from "../../../../src/contracts/card-check-run.ts";
import { runResultSchema } from "../../../../src/contracts/run-result.ts";
import { checkCard } from "../../../../src/run/compare/card/check-card.ts";
import { FvalidateError } from "../../../../src/support/errors.ts";
import { sha256 } from "../../../../src/support/hash.ts";

const RUNS = new URL("../../../../fixtures/runs/", import.meta.url);

function json(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, RUNS), "utf8"));
}

const ernie = benchRunSchema.parse(json("bench-ernie"));
const pi0 = runResultSchema.parse(json("pi0-h200"));

function check(run: CardCheckRequestRun, text: string, names: Record<string, string> = {}): CardCheckRun {
  return checkCard({
    run,
    runPath: "reports/run",
    card: { path: "README.md", text, sha256: sha256(text) },
    id: "card-1",
    startedAt: new Date(),
    command: ["compare", "reports/run", "--card", "README.md"],
    names,
  });
}
type CardCheckRequestRun = Parameters<typeof checkCard>[0]["run"];

/** A card with accuracies side by side. */
function scores(...rows: readonly string[]): string {
  return ["| Metrics | Toy-CUDA | Toy-FlagOS |", "|---|---|---|", ...rows.map((row) => `| ${row} |`)].join(
    "\n",
  );
}

function differences(...rows: readonly string[]): string {
  return ["| Metrics | Difference with Nvidia-CUDA |", "|---|---|", ...rows.map((row) => `| ${row} |`)].join(
    "\n",
  );
}

function only({ rows }: CardCheckRun): CardCheckRow {
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

/** The fixture's AIME: 20 and 21 of 30. */
function withBenchmark(name: string, changes: object): BenchRun {
  const benchmarks = ernie.benchmarks.map((one) => (one.name === name ? { ...one, ...changes } : one));
  return benchRunSchema.parse({ ...ernie, benchmarks });
}

describe("accuracies of a card beside a run's", () => {
  it("agree within the draw of both: 20 and 21 of 30 on either side", () => {
    const result = check(ernie, scores("AIME | 0.667 | 0.700"));
    expect(result.verdict).toBe("consistent");
    const row = only(result);
    expect(row.benchmark?.name).toBe("aime24");
    expect(row.outcome).toBe("agrees");
    expect(row.checks.map(({ what, outcome }) => [what, outcome])).toEqual([
      ["baseline accuracy", "agrees"],
      ["candidate accuracy", "agrees"],
      ["difference", "agrees"],
    ]);
    // 30 questions say little, and the verdict says so.
    expect(result.reasons.join()).toMatch(/AIME \(2\d\.\d\)/);
    expect(result.assumptions.join()).toContain("no number of questions");
    expect(result.notOnCard.map(({ name }) => name)).toEqual(["gpqa", "livebench", "mmlu", "musr"]);
  });

  it("disagree where two draws of that size hardly differ so: statsmodels 0.15, Newcombe's interval", () => {
    // 547 of 756 in the run; 0.800 is 605 of 756 (0.80026). confint_proportions_2indep(547, 756, 604.422, 756, method="newcomb") at 0.7995,
    // the end of its rounding that is nearest to the run.
    const row = only(check(ernie, scores("MUSR | 0.800 | 0.710")));
    expect(row.outcome).toBe("disagrees");
    const [baseline, candidate] = row.checks;
    expect(baseline).toMatchObject({
      outcome: "disagrees",
      card: { value: 0.8, range: [0.7995, 0.8005], n: 756 },
    });
    expect(baseline!.apart).toBeCloseTo(547 / 756 - 0.7995, 12);
    expect(baseline!.apartInterval![0]).toBeCloseTo(-0.11855087265894773, 10);
    expect(baseline!.apartInterval![1]).toBeCloseTo(-0.03302228824901389, 10);
    expect(baseline!.holmP).toBeGreaterThanOrEqual(baseline!.p!);
    expect(candidate!.outcome).toBe("agrees");
    expect(row.reason).toContain("baseline accuracy");
    expect(row.reason).toContain("the baselines differ already");
  });

  it("count one small p less, the more figures are compared", () => {
    const alone = only(check(ernie, scores("MUSR | 0.774 | -")));
    expect(alone.checks[0]!.p).toBeLessThan(0.05);
    expect(alone.outcome).toBe("disagrees");
    const among = check(ernie, scores("MUSR | 0.774 | -", "AIME | 0.667 | 0.700", "MMLU | 0.773 | 0.788"));
    expect(among.rows[0]!.checks[0]!.p).toBe(alone.checks[0]!.p);
    expect(among.rows[0]!.outcome).toBe("agrees");
  });

  it("takes a count's own n", () => {
    const row = only(check(ernie, scores("AIME 2024 (Pass@1) | 4/6 | 24/30")));
    expect(row.checks[0]!.card).toMatchObject({ n: 6, nReason: "as the card says" });
    expect(row.checks[0]!.card.interval![0]).toBeCloseTo(0.29999331513839184, 10);
  });

  it("cannot be told where no count of right answers gives the figure", () => {
    const row = only(check(ernie, scores("AIME | 0.650 | 0.700")));
    expect(row.checks[0]).toMatchObject({ outcome: "cannot tell", p: null, card: { n: null } });
    expect(row.checks[0]!.reason).toContain("19/30 is 63.33 % and 20/30 is 66.67 %");
    // The candidate's figure is 21/30, but the difference rests on both.
    expect(row.checks[1]!.outcome).toBe("agrees");
    expect(row.checks[2]!.outcome).toBe("cannot tell");
  });

  it("may be means over repeats, where the name says so", () => {
    const row = only(check(ernie, scores("AIME avg@2 | 0.650 | 0.700")));
    expect(row.repeats).toBe(2);
    expect(row.checks[0]!.outcome).toBe("agrees");
  });

  it("are not asked to be counts where answers are not simply right or wrong", () => {
    const row = only(check(ernie, scores("LiveBench | 0.6851 | 0.6902")));
    expect(row.checks.map(({ outcome }) => outcome)).toEqual(["agrees", "agrees", "agrees"]);
    // As wide as the run's own interval, which is no Wilson interval.
    expect(row.checks[0]!.card.interval![1] - row.checks[0]!.card.interval![0]).toBeCloseTo(0.04, 10);
  });

  it.each([
    ["a placeholder", scores("AIME | TBD | -"), /the card has "TBD" in its place/],
    ["a unit that cannot be told", scores("MUSR | 70.1 | 71.2", "AIME | 0.6 | 0.7"), /its unit is unknown/],
    ["no such benchmark", scores("TheoremQA | 0.276 | 0.266"), /the run has no benchmark of this name/],
    ["a measure of its own", scores("MUSR (chrF) | 45.3 | 45.2"), /is no share of right answers/],
    [
      "sides that cannot be told",
      "| Metrics | A | B |\n|---|---|---|\n| AIME | 0.667 | 0.700 |",
      /do not tell which stack/,
    ],
    ["a variant", scores("MUSR-think | 0.724 | 0.710"), /variant/],
    ["speeds", "| Metric | 4k |\n|---|---|\n| Speedup Ratio (a / b) | 98 % |", /has no speed/],
    ["a MAPE", "The MAPE between CUDA and FlagOS is 1.2 %.", /has no MAPE/],
  ])("cannot be told: %s", (_, text, reason) => {
    const result = check(ernie, text);
    const row = result.rows.at(-1)!;
    expect(row.outcome).toBe("cannot tell");
    expect(row.reason).toMatch(reason);
    if (result.rows.length === 1) expect(result.verdict).toBe("inconclusive");
  });

  it("cannot be told of a benchmark that the run did not score", () => {
    const minicpm = benchRunSchema.parse(json("bench-minicpm-repeats"));
    const row = only(check(minicpm, differences("MM-Vet v2 ↑ | 0.46%")));
    expect(row).toMatchObject({ outcome: "cannot tell", benchmark: { name: "mm_vet_v2" } });
    expect(row.reason).toContain("the run did not score it");
  });

  it("are compared by a name that was given by hand", () => {
    const text = scores("Our own exam | 0.667 | 0.700");
    expect(only(check(ernie, text)).outcome).toBe("cannot tell");
    expect(only(check(ernie, text, { "Our own exam": "aime24" })).outcome).toBe("agrees");
    expect(() => check(ernie, text, { "Our own exam": "aime23" })).toThrow(/no benchmark "aime23"/);
  });

  it("of GPQA are those of 1192 questions, so the diamond's say nothing about them", () => {
    const run = withBenchmark("gpqa", { name: "gpqa_diamond", cardName: "GPQA-Diamond" });
    const row = only(check(run, scores("GPQA | 0.669 | 0.669")));
    expect(row).toMatchObject({ match: "possible", outcome: "cannot tell" });
    expect(row.reason).toContain("1192");
    expect(row.checks).toHaveLength(3);
  });
});

describe("differences of a card beside a run's", () => {
  const SIGNED = "In the table, +x means FlagOS performs better than CUDA with x accuracy score.\n\n";

  it("in points, as the card defines them", () => {
    // MUSR in the run: −1.32 points, −2.85 to +0.21.
    expect(only(check(ernie, SIGNED + differences("MUSR | -1.40%"))).outcome).toBe("agrees");
    const row = only(check(ernie, SIGNED + differences("MUSR | +2.50%")));
    expect(row.outcome).toBe("disagrees");
    expect(row.checks).toHaveLength(1);
    const [{ apart, apartInterval }] = row.checks as [CardCheckRow["checks"][number]];
    // Nearest to the run within 2.495 … 2.505; both sides vary alike, so the interval is √2 times the paired one.
    expect(apart).toBeCloseTo(-1.3227513227513228 - 2.495, 10);
    const [low, high] = [-2.846099, 0.207576];
    const own = -1.3227513227513228;
    const below = Math.hypot(own - low, high - own);
    expect(apartInterval![0]).toBeCloseTo(apart! - below, 10);
    expect(apartInterval![1]).toBeCloseTo(apart! + below, 10);
  });

  it("without a sign count in either direction", () => {
    const row = only(check(ernie, differences("MUSR | 1.32%")));
    expect(row.outcome).toBe("agrees");
    expect(row.checks[0]!.apart).toBeCloseTo(0, 1);
    expect(row.checks[0]!.reason).toContain("no sign");
  });

  it("without a definition are read as points and of the baseline, and both must agree", () => {
    // MMLU in the run: +1.50 points (1.01 to 1.99), +1.94 % of 77.3 %.
    const both = only(check(ernie, differences("MMLU | 1.60%")));
    expect(both.checks.map(({ what, outcome }) => [what, outcome])).toEqual([
      ["difference", "agrees"],
      ["relative difference", "agrees"],
    ]);
    expect(both.outcome).toBe("agrees");
    const one = only(check(ernie, differences("MMLU | 2.35%")));
    expect(one.checks.map(({ outcome }) => outcome)).toEqual(["disagrees", "agrees"]);
    expect(one.outcome).toBe("cannot tell");
    expect(one.reason).toContain("agrees as a relative difference alone");
    const none = only(check(ernie, differences("MMLU | 4.00%")));
    expect(none.outcome).toBe("disagrees");
  });

  it("between a card's accuracies are compared too", () => {
    // Either accuracy could be the run's, but they lie 5 points apart where the run's lie 1.5.
    const row = only(check(ernie, scores("MMLU | 0.770 | 0.820")));
    expect(row.checks.at(-1)).toMatchObject({ what: "difference", outcome: "disagrees" });
  });
});

describe("a MAPE of a card beside a pi0 run's", () => {
  const card = (mape: string) => `The MAPE between CUDA and FlagOS(CUDA as ground truth) is ${mape}%.`;

  it.each([
    ["0.8899", "the same figure"],
    ["1.0000", "within the 95 % interval"],
    ["1.4152", "between the MAPEs of the run's single observations (0.5636 % to 1.856 %)"],
  ])("agrees where such a figure occurs: %s %%", (mape, reason) => {
    const result = check(pi0, card(mape));
    expect(result.verdict).toBe("consistent");
    expect(only(result).reason).toContain(reason);
  });

  it.each(["0.0000", "25.0000"])("never disagrees, since the inputs are not the card's: %s %%", (mape) => {
    const result = check(pi0, card(mape));
    expect(result.verdict).toBe("inconclusive");
    expect(only(result)).toMatchObject({ outcome: "cannot tell" });
    expect(only(result).reason).toContain("depends on the observations");
  });

  it("cannot be told of a run that compared nothing", () => {
    const failed = runResultSchema.parse({ ...pi0, metrics: null, metricsReason: "the server went away" });
    expect(only(check(failed, card("1.4152"))).outcome).toBe("cannot tell");
  });

  it("stands beside accuracies that a pi0 run has not", () => {
    expect(only(check(pi0, scores("AIME | 0.667 | 0.700"))).reason).toContain("compares action tensors");
  });
});

describe("a run beside a card", () => {
  it("is warned of where it is no good by itself", () => {
    const { warnings } = check(ernie, scores("AIME | 0.667 | 0.700"));
    expect(warnings[0]).toMatch(/own verdict is inconclusive/);
    const broken = benchRunSchema.parse(json("bench-interrupted"));
    expect(check(broken, scores("AIME | 0.667 | 0.700")).warnings.join()).toMatch(/interrupted/);
  });

  it("is compared with all rows that the card has for a benchmark, and told of their contradiction", () => {
    const result = check(ernie, scores("AIME | 0.667 | 0.700", "AIME 2024 | 0.100 | 0.100"));
    expect(result.rows.map(({ outcome }) => outcome)).toEqual(["agrees", "disagrees"]);
    const same = check(ernie, scores("AIME | 0.667 | 0.700", "AIME | 0.633 | 0.700"));
    expect(same.notes.map(({ text }) => text).join()).toContain("contradicts the row of line 3");
  });

  it("is refused where the card has no figures, or the run is a comparison with a card itself", () => {
    expect(() => check(ernie, "# A card\n\nwithout figures")).toThrow(FvalidateError);
    const result = check(ernie, scores("AIME | 0.667 | 0.700"));
    expect(() => check(result, scores("AIME | 0.667 | 0.700"))).toThrow(/of the kind "card"/);
  });
});

it("takes a card's own draw to be as wide as the run's, which repeats widen, for its number of questions", () => {
  // The fixture's MMMU: 900 questions, four times each, 51.33 % ± 2 points. A quarter of the questions is twice as wide.
  const repeated = benchRunSchema.parse(json("bench-minicpm-repeats"));
  const [baseline] = only(check(repeated, scores("MMMU | 117/225 | 117/225"))).checks;
  expect(baseline).toMatchObject({ what: "baseline accuracy", card: { value: 0.52, n: 225 } });
  const [low, high] = baseline?.card.interval ?? [];
  expect(low).toBeCloseTo(0.48, 10);
  expect(high).toBeCloseTo(0.56, 10);
});
