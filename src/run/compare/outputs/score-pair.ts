import type { HarnessSample } from "../../../contracts/harness-output.ts";
import { FlipList } from "../../accuracy/flip-list.ts";
import type { BenchmarkScores } from "../../accuracy/paired-benchmark.ts";
import { Pairs } from "../../accuracy/pairs.ts";
import type { SamplesFile } from "../../accuracy/samples-file.ts";
import { Tally } from "../../accuracy/tally.ts";
import type { SideName } from "./options.ts";
import type { Pairing, SamplePair } from "./pair-samples.ts";
import type { TaskPair } from "./pair-tasks.ts";
import { scoredSample } from "./scored-sample.ts";

/**
 * Counts all samples of both sides and pairs the questions. Each side's accuracy is over all that it answered, as its
 * harness reports it; the difference over what is in both.
 */
export async function scorePair(
  task: TaskPair,
  pairing: Pairing,
  file: SamplesFile,
): Promise<BenchmarkScores> {
  const questions = questionsOf(pairing.pairs);
  const repeats = Math.max(1, ...questions.map(({ pairs }) => pairs.length));
  const scores = {
    aggregation: task.baseline.aggregation,
    repeats,
    baseline: new Tally(),
    candidate: new Tally(),
    pairs: new Pairs(repeats),
    flips: new FlipList(),
  };
  for (const { id, pairs, category, cluster } of questions) {
    const baseline = pairs.map((pair) => scoredSample(pair.baseline));
    const candidate = pairs.map((pair) => scoredSample(pair.candidate));
    scores.pairs.add({ category, cluster, baseline, candidate, again: [] });
    scores.flips.add(id, baseline, candidate);
  }
  for (const [side, sample, paired] of allSamples(pairing)) {
    const scored = scoredSample(sample);
    scores[side].add(scored, sample.category);
    const { id, category, gold, contentSha256, reply } = sample;
    const question = { benchmark: task.name, id, category, gold, rest: { contentSha256, paired, reply } };
    await file.add(side, question, sample.repeat, scored);
  }
  return scores;
}

interface Question {
  readonly id: string;
  readonly category: string | null;
  readonly cluster: string | null;
  /** In the order of the repeats. */
  readonly pairs: SamplePair[];
}

function questionsOf(pairs: readonly SamplePair[]): Question[] {
  const found = new Map<string, Question>();
  for (const pair of pairs) {
    const { baseline, candidate } = pair;
    const question = found.get(baseline.id) ?? {
      id: baseline.id,
      category: baseline.category ?? candidate.category,
      cluster: baseline.cluster ?? candidate.cluster,
      pairs: [],
    };
    question.pairs.push(pair);
    found.set(baseline.id, question);
  }
  for (const { pairs: repeats } of found.values())
    repeats.sort((one, other) => one.baseline.repeat - other.baseline.repeat);
  return [...found.values()];
}

function* allSamples(pairing: Pairing): Generator<[side: SideName, sample: HarnessSample, paired: string]> {
  for (const { baseline, candidate, by } of pairing.pairs) {
    yield ["baseline", baseline, by];
    yield ["candidate", candidate, by];
  }
  for (const { baseline, candidate } of pairing.changed) {
    yield ["baseline", baseline, "no: other content"];
    yield ["candidate", candidate, "no: other content"];
  }
  for (const sample of pairing.baselineOnly) yield ["baseline", sample, "no: baseline only"];
  for (const sample of pairing.candidateOnly) yield ["candidate", sample, "no: candidate only"];
}
