import type { FLIP_CAUSES, Flip } from "../../contracts/bench-result.ts";

/** One scored reply. */
export interface ScoredReply {
  /** `null` where it is not known. */
  readonly text: string | null;
  /** `null` where no answer was found in it, or where it is not known which one was. */
  readonly prediction: string | null;
  /** Whether no answer was found in it; where absent, a `null` prediction says so. */
  readonly unparsed?: boolean;
  readonly score: number;
  /** Whether it was cut off at the token limit. */
  readonly truncated: boolean;
}

interface BothReplies {
  readonly baseline: ScoredReply;
  readonly candidate: ScoredReply;
}

const EXCERPT_BEFORE = 20;
const EXCERPT_AFTER = 40;

const NO_REPLIES = {
  firstDifference: null,
  repliesReason: "the output does not hold both replies",
  baselineExcerpt: "",
  candidateExcerpt: "",
};

/** What a flip looks like; `null` where both replies scored the same. */
export function triage(replies: BothReplies): Omit<Flip, "id" | "repeat"> | null {
  const { baseline, candidate } = replies;
  if (baseline.score === candidate.score) return null;
  return {
    direction: candidate.score < baseline.score ? "lost" : "gained",
    cause: flipCause(replies),
    baselinePrediction: baseline.prediction,
    candidatePrediction: candidate.prediction,
    ...(baseline.text === null || candidate.text === null
      ? NO_REPLIES
      : firstDifference(baseline.text, candidate.text)),
  };
}

/** Looked for in the reply that scored less, because the other one shows that the question can be answered. */
export function flipCause({
  baseline,
  candidate,
}: {
  readonly baseline: Omit<ScoredReply, "text">;
  readonly candidate: Omit<ScoredReply, "text">;
}): (typeof FLIP_CAUSES)[number] {
  const worse = candidate.score < baseline.score ? candidate : baseline;
  const unparsed = worse.unparsed ?? worse.prediction === null;
  if (worse.truncated) return unparsed ? "truncated and unparsed" : "truncated";
  if (unparsed) return "unparsed";
  if (baseline.prediction === null || candidate.prediction === null) return "answers not known";
  return baseline.prediction === candidate.prediction ? "same answer, scored otherwise" : "different answer";
}

/**
 * Where two replies part, counted in characters (code points), and what stands there in each.
 * No character is cut in two.
 */
export function firstDifference(
  baseline: string,
  candidate: string,
): Pick<Flip, "firstDifference" | "baselineExcerpt" | "candidateExcerpt"> {
  const shared = sharedUnits(baseline, candidate);
  const before = [...baseline.slice(0, shared)];
  const lead = before.slice(-EXCERPT_BEFORE).join("");
  return {
    firstDifference: baseline === candidate ? null : before.length,
    baselineExcerpt: lead + firstCharacters(baseline.slice(shared)),
    candidateExcerpt: lead + firstCharacters(candidate.slice(shared)),
  };
}

/** UTF-16 units up to the first character that differs. */
export function sharedUnits(baseline: string, candidate: string): number {
  const shorter = Math.min(baseline.length, candidate.length);
  let shared = 0;
  while (shared < shorter && baseline.charCodeAt(shared) === candidate.charCodeAt(shared)) shared += 1;
  return isInsidePair(baseline, shared) || isInsidePair(candidate, shared) ? shared - 1 : shared;
}

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

function firstCharacters(text: string): string {
  // Twice as many units hold as many characters, and the last one may be half of one: it is not among them.
  return [...text.slice(0, 2 * EXCERPT_AFTER)].slice(0, EXCERPT_AFTER).join("");
}
