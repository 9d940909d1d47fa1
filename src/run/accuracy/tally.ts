import type { Sample } from "./sample.ts";

interface Sum {
  score: number;
  samples: number;
}

/** One arm's samples of one benchmark, counted as they come. */
export class Tally {
  readonly counts = { scored: 0, truncated: 0, unparsed: 0, errors: 0, wouldGuess: 0 };
  /** What the first sample that failed was told. */
  firstError: string | null = null;
  readonly #categories = new Map<string, Sum>();
  readonly #all: Sum = { score: 0, samples: 0 };
  #characters = 0;
  #texts = 0;
  #tokens = 0;
  #counted = 0;

  add(sample: Sample, category: string | null): void {
    if (sample.state === "error") {
      this.counts.errors += 1;
      this.firstError ??= sample.message;
      return;
    }
    this.counts[sample.state] += 1;
    if (sample.wouldGuess) this.counts.wouldGuess += 1;
    for (const sum of [this.#all, this.#categoryOf(category ?? "")]) {
      sum.score += sample.score;
      sum.samples += 1;
    }
    const { text, reasoning, completionTokens } = sample.record;
    if (text !== null) {
      this.#characters += text.length + (reasoning?.length ?? 0);
      this.#texts += 1;
    }
    if (completionTokens === null) return;
    this.#tokens += completionTokens;
    this.#counted += 1;
  }

  get answered(): number {
    return this.#all.samples;
  }

  get correct(): number {
    return this.#all.score;
  }

  /** Samples that ended in an error, as a share of all. */
  get errorShare(): number {
    const all = this.answered + this.counts.errors;
    return all === 0 ? 0 : this.counts.errors / all;
  }

  /** Mean score as the benchmark aggregates it; `null` where nothing was answered. */
  accuracy(aggregation: "micro" | "macro of categories"): number | null {
    if (this.answered === 0) return null;
    if (aggregation === "micro") return this.#all.score / this.#all.samples;
    const means = [...this.#categories.values()].map(({ score, samples }) => score / samples);
    return means.reduce((sum, mean) => sum + mean, 0) / means.length;
  }

  /** `null` unless every reply's text is known. */
  get meanCharacters(): number | null {
    return this.answered === 0 || this.#texts < this.answered ? null : this.#characters / this.answered;
  }

  /** `null` unless the server counted the tokens of every reply. */
  get meanCompletionTokens(): number | null {
    return this.answered === 0 || this.#counted < this.answered ? null : this.#tokens / this.answered;
  }

  #categoryOf(name: string): Sum {
    const found = this.#categories.get(name);
    if (found !== undefined) return found;
    const sum = { score: 0, samples: 0 };
    this.#categories.set(name, sum);
    return sum;
  }
}
