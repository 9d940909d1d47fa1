import { macroWeights, type PairedScores } from "../../compare/accuracy/paired-scores.ts";
import { clusterKey } from "./clusters.ts";
import type { QuestionScores, RunScores } from "./samples.ts";

/** An arm's scores in two runs: `baseline` is the earlier run's, `candidate` the later one's. */
export interface PairedAnswers {
  readonly benchmark: string;
  readonly scores: PairedScores;
  /** Questions of the later run that the earlier one was not asked, or did not answer. */
  readonly unpaired: number;
}

export interface PairingOptions {
  readonly clusters: ReadonlyMap<string, string> | null;
  /** Benchmarks whose accuracy is the mean of their categories'. */
  readonly macro: ReadonlySet<string>;
}

/** What one arm scored in both runs on the same requests, benchmark by benchmark; none where they share no question. */
export function pairAnswers(
  arm: "baseline" | "candidate",
  { earlier, later }: { earlier: RunScores; later: RunScores },
  options: PairingOptions,
): PairedAnswers[] {
  return [...later].flatMap(([benchmark, questions]) => {
    const known = earlier.get(benchmark) ?? new Map<string, QuestionScores>();
    const repeats = { earlier: repeatsIn(known, arm), later: repeatsIn(questions, arm) };
    const pairs = [...questions].flatMap(([key, question]) => {
      const before = answered(known.get(key)?.[arm], repeats.earlier);
      const after = answered(question[arm], repeats.later);
      return before === null || after === null ? [] : [{ key, before, after, category: question.category }];
    });
    if (pairs.length === 0) return [];
    const binary = pairs.every(({ before, after }) => [...before, ...after].every((s) => s === 0 || s === 1));
    const scores: PairedScores = {
      baseline: Float64Array.from(pairs, ({ before }) => mean(before)),
      candidate: Float64Array.from(pairs, ({ after }) => mean(after)),
      clusters: clusterNumbers(benchmark, pairs, options),
      repeats: Math.max(repeats.earlier, repeats.later),
      binary,
      ...(options.macro.has(benchmark) && {
        weights: macroWeights(numbered(pairs.map(({ category }) => category ?? ""))),
      }),
    };
    return [{ benchmark, scores, unpaired: questions.size - pairs.length }];
  });
}

function repeatsIn(questions: ReadonlyMap<string, QuestionScores>, arm: "baseline" | "candidate"): number {
  return [...questions.values()].reduce((most, question) => Math.max(most, question[arm].length), 1);
}

/** `null` unless every repeat was answered. */
function answered(scores: readonly (number | null)[] | undefined, repeats: number): number[] | null {
  const found = (scores ?? []).filter((score) => typeof score === "number");
  return found.length === repeats ? found : null;
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** A question without a cluster is a cluster of its own. */
function clusterNumbers(
  benchmark: string,
  pairs: readonly { key: string }[],
  { clusters }: PairingOptions,
): number[] | null {
  if (clusters === null) return null;
  const names = pairs.map(({ key }) => {
    const [id] = JSON.parse(key) as [string, string];
    const cluster = clusters.get(clusterKey(benchmark, id));
    return cluster === undefined ? `question ${key}` : `cluster ${cluster}`;
  });
  return new Set(names).size === names.length ? null : numbered(names);
}

function numbered(names: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}
