import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DEFAULT_ACCURACY_LIMITS } from "../../../../src/compare/accuracy/limits.ts";
import type { BenchmarkResult } from "../../../../src/contracts/bench-result.ts";
import { benchRunSchema } from "../../../../src/contracts/bench-run.ts";
import { cardTables } from "../../../../src/report/bench/card.ts";
import { benchMarkdown } from "../../../../src/report/bench/markdown.ts";
import { compareOutputs } from "../../../../src/run/compare/outputs/compare-outputs.ts";
import type { OutputsOptions } from "../../../../src/run/compare/outputs/options.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const OUTPUTS = fileURLToPath(new URL("../../../../fixtures/outputs/", import.meta.url));

async function compared(baseline: string, candidate: string, options: Partial<OutputsOptions> = {}) {
  const outputPath = await temporaryFolder();
  return await compareOutputs({
    ...{ baseline: join(OUTPUTS, baseline), candidate: join(OUTPUTS, candidate), outputPath },
    ...{ policy: "equivalence", limits: DEFAULT_ACCURACY_LIMITS, seed: 0, command: ["compare"] },
    ...options,
  });
}

function paired(benchmark: BenchmarkResult | undefined) {
  if (benchmark === undefined || "unscoredReason" in benchmark) throw new Error("not compared");
  return benchmark;
}

/**
 * Computed from the raw files with numpy 2 and scipy 1.17: means, `binomtest` of the differing questions, and, where
 * answers are not right or wrong, `permutation_test(…, permutation_type="samples", n_resamples=inf)` over the questions.
 */
const SCIPY = [
  ["lm-eval/mmlu-local", "mmlu_local: exact_match (strict-match)", 40, 0.125, 0.15, [1, 2], 1],
  ["lm-eval/mmlu-local", "mmlu_local: exact_match (flexible-extract)", 40, 0.125, 0.15, [1, 2], 1],
  ["evalscope/mmlu", "mmlu", 40, 0.05, 0.075, [0, 1], 1],
  ["evalscope/general_mcq", "general_mcq", 40, 0.125, 0.075, [2, 0], 0.5],
  ["inspect-ai/zstd", "short_answers: graded", 6, 0.8333333333333334, 0.5833333333333334, [2, 0], 0.5],
  ["inspect-ai/deflate", "short_answers: similarity", 6, 0.6666666666666666, 0.5, [2, 0], 0.5],
] as const;

describe.each(SCIPY)("%s, %s", (place, name, n, baseline, candidate, [lost, gained], p) => {
  test("has the figures that scipy has", async () => {
    const { result } = await compared(`${place}-a`, `${place}-b`);
    const found = paired(result.benchmarks.find((benchmark) => benchmark.name === name));
    expect(found).toMatchObject({ n, flips: { lost, gained } });
    expect(found.baseline.accuracy).toBeCloseTo(baseline, 12);
    expect(found.candidate.accuracy).toBeCloseTo(candidate, 12);
    expect(found.deltaPoints).toBeCloseTo(100 * (candidate - baseline), 10);
    expect(found.test.p).toBeCloseTo(p, 9);
  });
});

test("a mean of categories is compared as one", async () => {
  const { result } = await compared("lm-eval/dummy-a", "lm-eval/dummy-b");
  const choices = paired(result.benchmarks.find(({ name }) => name === "choices"));
  // numpy: the mean of the sub-tasks' means.
  expect(choices.baseline.accuracy).toBeCloseTo(0.5333333333333333, 12);
  expect(choices.candidate.accuracy).toBeCloseTo(0.3, 12);
  expect(choices.deltaPoints).toBeCloseTo(-23.333333333333332, 10);
  expect(choices.categories.map(({ name, n: questions }) => [name, questions])).toEqual([
    ["few", 3],
    ["things", 5],
  ]);
});

describe("a comparison of two outputs", () => {
  test("is a run of bench in which nobody asked anything", async () => {
    const { result, folder, failure } = await compared("evalscope/mmlu-a", "evalscope/mmlu-b");
    expect(failure).toBe(null);
    expect(benchRunSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect(result.origin).toContain("Compared outputs of evalscope");
    expect(result.origin).toContain("No server was contacted");
    expect(result.baseline).toMatchObject({ label: "mmlu-a", source: "file", requests: null });
    const [mmlu] = result.benchmarks;
    expect(mmlu).toMatchObject({ sampling: null, extraction: null, numFewshot: 0 });
    expect(mmlu?.outputs).toMatchObject({
      reported: { baseline: 0.05, candidate: 0.075 },
      pairing: { byIdAndContent: 40, byContent: 0, byIdAlone: 0 },
    });
    const lines = (await readFile(join(folder, "samples.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines.length).toBe(80);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ arm: "baseline", paired: "id and content" });
  });

  test("shows flips with both replies, and the model card's tables", async () => {
    const { result } = await compared("evalscope/mmlu-a", "evalscope/mmlu-b");
    const mmlu = paired(result.benchmarks[0]);
    expect(mmlu.flipList).toHaveLength(1);
    expect(mmlu.flipList[0]?.baselineExcerpt).not.toBe("");
    const [row] = cardTables(result).rows;
    expect(row).toMatchObject({
      metric: "mmlu",
      baseline: "0.050",
      candidate: "0.075",
      difference: "+2.50%",
    });
    const report = benchMarkdown(result);
    expect(report).toContain("not known");
    expect(report).not.toMatch(/\bnull\b|undefined/);
  });

  test("says so where replies are not in the output", async () => {
    const { result } = await compared("lm-eval/dummy-a", "lm-eval/dummy-b");
    const things = paired(result.benchmarks.find(({ name }) => name === "things"));
    expect(things.flipList[0]?.repliesReason).toContain("does not hold both replies");
    expect(things.baseline).toMatchObject({ truncated: null, wouldGuess: null, meanCharacters: null });
    expect(benchMarkdown(result)).toContain("not known: the output does not hold both replies");
  });

  test("warns where an output is compared with itself", async () => {
    const { result } = await compared("evalscope/mmlu-a", "evalscope/mmlu-a");
    expect(result.warnings[0]).toContain("to the letter: are these two stacks?");
  });

  test("counts a failed request as no wrong answer", async () => {
    const { result } = await compared("inspect-ai/failing-a.eval", "inspect-ai/failing-b.eval");
    const match = paired(result.benchmarks.find(({ name }) => name.endsWith(": match")));
    expect(match).toMatchObject({ n: 5, candidate: { errors: 1 }, verdict: "inconclusive" });
    expect(match.reasons[0]).toContain("error budget");
  });
});

describe("totals alone", () => {
  test("are told with an unpaired interval and without a verdict", async () => {
    const { result } = await compared("fast-gpqa/native", "fast-gpqa/flagos.json");
    const [gpqa] = result.benchmarks;
    if (gpqa === undefined || !("unscoredReason" in gpqa)) throw new Error("compared");
    expect(gpqa.verdict).toBe("inconclusive");
    expect(gpqa.totals).toMatchObject({
      baseline: { accuracy: 0.26, questions: 50 },
      candidate: { accuracy: 0.24, questions: 50 },
    });
    // statsmodels: confint_proportions_2indep(12, 50, 13, 50, method="newcomb", compare="diff")
    expect(gpqa.totals?.ci95Points?.[0]).toBeCloseTo(-18.66819382983336, 10);
    expect(gpqa.totals?.ci95Points?.[1]).toBeCloseTo(14.807321050793643, 10);
    expect(gpqa.unscoredReason).toContain("nor which answers flipped");
    expect(cardTables(result).rows[0]).toMatchObject({ baseline: "0.260", difference: "-2.00%" });
    expect(benchMarkdown(result)).toContain("## Totals");
  });
});

describe("outputs of other questions", () => {
  test("without a task in common are not comparable", async () => {
    await expect(compared("lm-eval/mmlu-local-a", "evalscope/mmlu-b")).rejects.toMatchObject({
      kind: "comparison",
      hint: expect.stringContaining("mmlu: accuracy") as unknown,
    });
  });

  test("under another prompt are not comparable, with the first difference and the settings", async () => {
    const changed = await changedCopy((line) =>
      line.replaceAll("Answer the following", "Please answer the following"),
    );
    await expect(compared("evalscope/mmlu-a", "", { candidate: changed })).rejects.toMatchObject({
      kind: "comparison",
      message: expect.stringMatching(
        /mmlu cannot be compared: 40 of 40 questions are not the same/,
      ) as unknown,
    });
  });

  test("that differ in more than one of a hundred are not comparable", async () => {
    let seen = 0;
    const changed = await changedCopy((line) =>
      seen++ === 0 ? line.replace("Answer the", "Please answer the") : line,
    );
    await expect(compared("evalscope/mmlu-a", "", { candidate: changed })).rejects.toMatchObject({
      message: expect.stringContaining("1 of 40 questions are not the same") as unknown,
    });
  });

  test("that one side lacks are named, and the rest is compared", async () => {
    let seen = 0;
    const shorter = await changedCopy((line) => (seen++ < 2 ? "" : line));
    const { result } = await compared("evalscope/mmlu-a", "", { candidate: shorter });
    expect(paired(result.benchmarks[0])).toMatchObject({ n: 38 });
    expect(result.benchmarks[0]?.outputs?.pairing?.baselineOnly.samples).toBe(2);
    const warnings = result.warnings.join("\n");
    expect(warnings).toContain("2 samples are in the baseline's output only");
    expect(warnings).toContain("may be what it failed at (college_biology/");
    expect(warnings).toContain("over 40 answers, of which 38 are there");
  });

  test("that one side has twice are an error", async () => {
    const doubled = await changedCopy((line) => `${line}\n${line}`);
    await expect(compared("evalscope/mmlu-a", "", { candidate: doubled })).rejects.toMatchObject({
      kind: "input",
      message: expect.stringMatching(
        /the candidate's output has the question college_biology\/\d+ \(repeat 0\) twice/,
      ) as unknown,
    });
  });
});

/** Of `evalscope/mmlu-b`, with its first file of reviews, or all, changed line by line. */
async function changedCopy(change: (line: string) => string): Promise<string> {
  const folder = join(await temporaryFolder(), "changed");
  await cp(join(OUTPUTS, "evalscope/mmlu-b"), folder, { recursive: true });
  for (const subset of [
    "college_biology",
    "elementary_mathematics",
    "high_school_physics",
    "machine_learning",
  ]) {
    const file = join(folder, "reviews/SmolLM2-135M-Instruct", `mmlu_${subset}.jsonl`);
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    await writeFile(
      file,
      `${lines
        .map(change)
        .filter((line) => line !== "")
        .join("\n")}\n`,
    );
  }
  return folder;
}

test("settings that differ are named, and decide nothing", async () => {
  const folder = join(await temporaryFolder(), "changed");
  await cp(join(OUTPUTS, "evalscope/mmlu-a"), folder, { recursive: true });
  const config = join(folder, "configs/task_config.yaml");
  await writeFile(config, (await readFile(config, "utf8")).replace("temperature: 0.0", "temperature: 0.7"));
  const { result } = await compared("evalscope/mmlu-a", "", { candidate: folder, limits: WIDE });
  expect(result.verdict).toBe("inconclusive");
  expect(result.reasons[0]).toContain(
    "not asked alike: temperature: 0.0 in the baseline, 0.7 in the candidate",
  );
});

const WIDE = { ...DEFAULT_ACCURACY_LIMITS, marginPoints: 50 };
