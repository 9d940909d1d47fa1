import type { AnsweredSample, Sample } from "./sample.ts";

/** What pairs of questions are made of: the arms' samples of one question, a sample for each repeat. */
export interface QuestionSamples {
  readonly category: string | null;
  readonly cluster: string | null;
  readonly baseline: readonly Sample[];
  readonly candidate: readonly Sample[];
  /** Empty unless the baseline was asked once more. */
  readonly again: readonly Sample[];
}

/** Questions that both arms answered in all repeats, each with its mean scores. */
export class Pairs {
  readonly baseline: number[] = [];
  readonly candidate: number[] = [];
  readonly categories: string[] = [];
  readonly clusters: number[] = [];
  /** Whether every single score is 0 or 1. */
  binary = true;
  /** Replies of both arms that are the same to the letter, over all repeats. */
  identicalReplies = 0;
  /** Pairs of replies whose texts are known. */
  replies = 0;
  /** Of the questions that the baseline answered in its second run too. */
  readonly again: {
    baseline: number[];
    repeat: number[];
    candidate: number[];
    sameRepeat: boolean[];
    sameCandidate: boolean[];
  } = { baseline: [], repeat: [], candidate: [], sameRepeat: [], sameCandidate: [] };
  readonly #clusterNumbers = new Map<string, number>();
  readonly #repeats: number;

  /** @param repeats samples that each arm must have of a question */
  constructor(repeats: number) {
    this.#repeats = repeats;
  }

  get n(): number {
    return this.baseline.length;
  }

  /** Whether any two questions share a cluster. */
  get isClustered(): boolean {
    return this.#clusterNumbers.size < this.n;
  }

  add(question: QuestionSamples): void {
    const baseline = this.#answered(question.baseline);
    const candidate = this.#answered(question.candidate);
    if (baseline === null || candidate === null) return;
    this.baseline.push(meanScore(baseline));
    this.candidate.push(meanScore(candidate));
    this.categories.push(question.category ?? "");
    this.clusters.push(this.#clusterOf(question.cluster));
    this.binary &&= [...baseline, ...candidate].every(({ score }) => score === 0 || score === 1);
    const identical = countIdentical(baseline, candidate);
    this.identicalReplies += identical;
    this.replies += baseline.filter(
      (sample, repeat) => sample.record.text !== null && candidate[repeat]?.record.text !== null,
    ).length;
    const again = this.#answered(question.again);
    if (again === null) return;
    this.again.baseline.push(meanScore(baseline));
    this.again.repeat.push(meanScore(again));
    this.again.candidate.push(meanScore(candidate));
    this.again.sameRepeat.push(countIdentical(baseline, again) === baseline.length);
    this.again.sameCandidate.push(identical === baseline.length);
  }

  /** The samples where all repeats were answered. */
  #answered(samples: readonly Sample[]): AnsweredSample[] | null {
    const answered = samples.filter((sample): sample is AnsweredSample => sample.state !== "error");
    return answered.length === this.#repeats ? answered : null;
  }

  /** A question without a cluster is a cluster of its own. */
  #clusterOf(cluster: string | null): number {
    const name = cluster ?? `#${this.n}`;
    const known = this.#clusterNumbers.get(name);
    if (known !== undefined) return known;
    const number = this.#clusterNumbers.size;
    this.#clusterNumbers.set(name, number);
    return number;
  }
}

function meanScore(samples: readonly AnsweredSample[]): number {
  return samples.reduce((sum, { score }) => sum + score, 0) / samples.length;
}

function countIdentical(some: readonly AnsweredSample[], others: readonly AnsweredSample[]): number {
  return some.filter(
    ({ record }, repeat) => record.text !== null && record.text === others[repeat]?.record.text,
  ).length;
}
