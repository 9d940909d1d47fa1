import { expect, test } from "vitest";
import { BENCHMARKS } from "../../../../src/benchmarks/index.ts";
import type { Benchmark } from "../../../../src/contracts/benchmark.ts";
import { Pairs } from "../../../../src/run/accuracy/pairs.ts";
import type { AnsweredSample } from "../../../../src/run/accuracy/sample.ts";
import type { JournalRecord } from "../../../../src/run/bench/journal/record.ts";
import { pairedScoresOf } from "../../../../src/run/bench/result/benchmark.ts";
import type { TaskScores } from "../../../../src/run/bench/scoring/score-task.ts";

function sample(score: number): AnsweredSample {
  const record = { state: "answered", text: String(score) } as Extract<JournalRecord, { state: "answered" }>;
  return { state: "scored", score, prediction: "", wouldGuess: false, record };
}

/** Three questions of one category and one of another, of which the baseline has the latter alone right. */
async function pairedWith(aggregation: Benchmark["aggregation"]) {
  const benchmark = (await BENCHMARKS["mmlu"]?.()) as Benchmark;
  const pairs = new Pairs(1);
  for (const category of ["a", "a", "a", "b"]) {
    const baseline = [sample(category === "b" ? 1 : 0)];
    pairs.add({ category, cluster: null, baseline, candidate: [sample(0)], again: [] });
  }
  return pairedScoresOf({ pairs, task: { benchmark: { ...benchmark, aggregation } } } as TaskScores, 1);
}

test("categories weigh the same in the statistics where the benchmark averages them", async () => {
  const { weights, baseline } = await pairedWith("macro of categories");
  const mean = baseline.reduce((sum, score, i) => sum + score * (weights?.[i] ?? 0), 0);
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? Number.NaN;
  expect(mean / total).toBeCloseTo(0.5, 12);
  expect((await pairedWith("micro")).weights).toBeUndefined();
});
