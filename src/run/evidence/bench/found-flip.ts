import { flipCause } from "../../../compare/accuracy/flip-triage.ts";
import type { ShownFlip } from "../../../contracts/run-evidence.ts";
import type { LinePair } from "./pair-lines.ts";
import { type PassageLimits, type Passages, passagesOf } from "./passages.ts";
import { type SampleLine, targetOf } from "./sample-line.ts";

/** A flip as `samples.jsonl` tells it, and where the rest of it can be found. */
export interface FoundFlip {
  readonly shown: ShownFlip;
  /** Whether its replies are to be shown. */
  readonly withReplies: boolean;
  /** SHA-256 of the request, where the run asked it itself. */
  readonly request: string | null;
  /** UTF-16 units of the replies, by which a journal's line is known to be the one that was scored. */
  readonly characters: { readonly baseline: number | null; readonly candidate: number | null };
}

/**
 * @param limits how much is kept of the replies that the lines hold; `null` for nothing
 * @returns `null` where both were scored alike, or one was not scored
 */
export function flipOf({ baseline, candidate }: LinePair, limits: PassageLimits | null): FoundFlip | null {
  const first = scoredOf(baseline);
  const second = scoredOf(candidate);
  if (first === null || second === null || first.score === second.score) return null;
  const passages = limits && passagesIn(baseline, candidate, limits);
  const { benchmark, id, repeat } = baseline;
  return {
    shown: {
      benchmark,
      id,
      repeat,
      direction: second.score < first.score ? "lost" : "gained",
      cause: flipCause({ baseline: first, candidate: second }),
      question: null,
      target: targetOf(baseline.gold),
      firstDifference: passages?.firstDifference ?? null,
      baseline: shownReply(first, passages?.baseline ?? null),
      candidate: shownReply(second, passages?.candidate ?? null),
    },
    withReplies: limits !== null,
    request: baseline.requestSha256 ?? null,
    characters: { baseline: baseline.characters ?? null, candidate: candidate.characters ?? null },
  };
}

function passagesIn(
  { reply: first }: SampleLine,
  { reply: second }: SampleLine,
  limits: PassageLimits,
): Passages | null {
  return first == null || second == null ? null : passagesOf(first, second, limits);
}

function shownReply(
  { prediction, score }: { readonly prediction: string | null; readonly score: number },
  passage: ShownFlip["baseline"]["passage"],
): ShownFlip["baseline"] {
  return { passage, prediction: prediction === null ? null : shortened(prediction), score };
}

/** UTF-16 units: where no answer was looked for, a prediction can be the whole reply. */
const LONGEST_PREDICTION = 400;

function shortened(prediction: string): string {
  return prediction.length > LONGEST_PREDICTION ? `${prediction.slice(0, LONGEST_PREDICTION)}…` : prediction;
}

function scoredOf({ state, score, prediction = null, unparsed }: SampleLine) {
  if (state === "error" || score == null) return null;
  const truncated = state === "truncated";
  // A truncated sample's state does not tell whether an answer was found in it.
  const foundNothing = unparsed ?? (state === "unparsed" || (truncated && prediction === null));
  return { score, prediction, truncated, unparsed: foundNothing };
}
