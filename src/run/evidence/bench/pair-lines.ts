import type { SampleLine } from "./sample-line.ts";

/** One question asked once of both arms. */
export interface LinePair {
  readonly baseline: SampleLine;
  readonly candidate: SampleLine;
}

/**
 * Pairs the lines of `samples.jsonl` as they come: the candidate's lines of a question stand right behind the
 * baseline's, so no more than one question's are held.
 */
export class LinePairs {
  #baseline: SampleLine[] = [];
  #isComplete = false;

  /** @returns the pair that this line completes */
  add(line: SampleLine): LinePair | null {
    // What has no partner in another harness's outputs; a number of the baseline's own second run is no partner either.
    if (line.paired?.startsWith("no") === true) return null;
    if (line.arm === "baseline") {
      this.#hold(line);
      return null;
    }
    if (line.arm !== "candidate") return null;
    this.#isComplete = true;
    const baseline = this.#baseline.find((held) => held.repeat === line.repeat && isSameQuestion(held, line));
    return baseline === undefined ? null : { baseline, candidate: line };
  }

  #hold(line: SampleLine): void {
    const [held] = this.#baseline;
    if (this.#isComplete || (held !== undefined && !isSameQuestion(held, line))) this.#baseline = [];
    this.#isComplete = false;
    this.#baseline.push(line);
  }
}

/** Outputs that are paired by their content have ids of their own. */
function isSameQuestion(one: SampleLine, other: SampleLine): boolean {
  return one.benchmark === other.benchmark && (one.id === other.id || other.paired === "content");
}
