import type { ComparedPairs } from "../../../compare/accuracy/compare-pairs.ts";
import type { PairedScores } from "../../../compare/accuracy/paired-scores.ts";
import type { BenchmarkResult, UnscoredBenchmark } from "../../../contracts/bench-result.ts";
import { pairedFigures, pairedScores } from "../../accuracy/paired-benchmark.ts";
import type { JudgedBench } from "../options.ts";
import type { TaskScores } from "../scoring/score-task.ts";

type Asked = Pick<TaskScores, "task" | "frozen">;

/** What the statistics are computed from. */
export function pairedScoresOf({ pairs, task }: TaskScores, repeats: number): PairedScores {
  return pairedScores({ pairs, repeats, aggregation: task.benchmark.aggregation });
}

/** A benchmark of which both arms answered something. */
export function comparedBenchmark(
  { task, frozen, ...scores }: TaskScores,
  compared: ComparedPairs,
  options: JudgedBench,
): BenchmarkResult {
  const { repeats } = options;
  const { aggregation } = task.benchmark;
  return {
    ...headOf({ task, frozen }, options),
    ...pairedFigures({ ...scores, aggregation, repeats }, compared, options),
  };
}

/** A benchmark without a score: why, and nothing more. */
export function unscoredBenchmark(
  asked: Asked,
  reason: string,
  options: Pick<JudgedBench, "repeats">,
): UnscoredBenchmark {
  return {
    ...headOf(asked, options),
    n: 0,
    unscoredReason: reason,
    verdict: "inconclusive",
    reasons: [reason],
  };
}

function headOf({ task, frozen }: Asked, { repeats }: Pick<JudgedBench, "repeats">) {
  const { benchmark, sampling } = task;
  return {
    name: benchmark.name,
    cardName: benchmark.cardName,
    aggregation: benchmark.aggregation,
    template: task.template,
    extraction: task.extraction,
    numFewshot: task.numFewshot,
    repeats,
    sampling: {
      temperature: sampling.temperature,
      maxTokens: sampling.maxTokens,
      topP: sampling.topP ?? null,
      stop: sampling.stop ?? [],
      seed: sampling.seed ?? null,
    },
    data: { description: frozen.description, published: benchmark.questions.rows, asked: frozen.questions },
    unsupported: benchmark.unsupported ?? null,
  };
}
