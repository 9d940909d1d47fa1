import type { SelfNoise } from "../../contracts/bench-result.ts";
import { tangoInterval } from "./tango.ts";

/** The same questions, in the same order, answered by two runs of the baseline and by the candidate. */
export interface RepeatedBaseline {
  /** Scores. */
  readonly baseline: ArrayLike<number>;
  readonly baselineRepeat: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
  /** Whether the reply is the same, to the letter, as the first run's. */
  readonly repeatIdentical: readonly boolean[];
  readonly candidateIdentical: readonly boolean[];
}

/**
 * How much of the candidate's flips the baseline has against itself. Each question is a pair (flipped in the repeat,
 * flipped in the candidate): a candidate that is just another run of the baseline could change places with the repeat,
 * so the excess is a difference of paired proportions, and its interval Tango's.
 */
export function selfNoise(runs: RepeatedBaseline): SelfNoise {
  const n = runs.baseline.length;
  if (n === 0) throw new RangeError("no question was answered in all three runs");
  const counts = { both: 0, repeatOnly: 0, candidateOnly: 0 };
  for (let i = 0; i < n; i += 1) {
    const inRepeat = runs.baselineRepeat[i] !== runs.baseline[i];
    const inCandidate = runs.candidate[i] !== runs.baseline[i];
    if (inRepeat && inCandidate) counts.both += 1;
    else if (inRepeat) counts.repeatOnly += 1;
    else if (inCandidate) counts.candidateOnly += 1;
  }
  const pairs = { n, lost: counts.repeatOnly, gained: counts.candidateOnly };
  const [low, high] = tangoInterval(pairs, 0.95);
  return {
    n,
    baselineFlips: counts.both + counts.repeatOnly,
    candidateFlips: counts.both + counts.candidateOnly,
    excessPoints: (100 * (counts.candidateOnly - counts.repeatOnly)) / n,
    excessCi95Points: [100 * low, 100 * high],
    baselineIdenticalReplies: share(runs.repeatIdentical),
    candidateIdenticalReplies: share(runs.candidateIdentical),
  };
}

function share(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length / flags.length;
}
