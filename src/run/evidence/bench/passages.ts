import { sharedUnits } from "../../../compare/accuracy/flip-triage.ts";
import type { Passage } from "../../../contracts/run-evidence.ts";

/** How much of a text is shown, in UTF-16 units. */
export interface PassageLimits {
  /** A reply that is no longer is shown whole; of a longer one so much on both sides of the place where they part. */
  readonly before: number;
  readonly after: number;
  /** Of a question. */
  readonly question: number;
}

/** Of few flips much can be read, of many a little of each. */
export function passageLimits(flips: number): PassageLimits {
  return flips <= 100
    ? { before: 800, after: 2200, question: 1200 }
    : { before: 150, after: 500, question: 400 };
}

/** What is shown of two replies, and where they part, in characters; `null` where they are the same. */
export interface Passages {
  readonly baseline: Passage;
  readonly candidate: Passage;
  readonly firstDifference: number | null;
}

/** Both replies whole where they are short, otherwise what stands around the place where they part. */
export function passagesOf(
  baseline: string,
  candidate: string,
  { before, after }: Omit<PassageLimits, "question">,
): Passages {
  const shared = sharedUnits(baseline, candidate);
  const isShort = Math.max(baseline.length, candidate.length) <= before + after;
  const range = isShort
    ? { start: 0, end: before + after }
    : { start: wholeCharacter(baseline, Math.max(0, shared - before)), end: shared + after };
  return {
    baseline: passage(baseline, range),
    candidate: passage(candidate, range),
    firstDifference: baseline === candidate ? null : charactersIn(baseline, 0, shared),
  };
}

function passage(text: string, range: { readonly start: number; readonly end: number }): Passage {
  const end = wholeCharacter(text, Math.min(range.end, text.length));
  return {
    text: text.slice(range.start, end),
    omittedBefore: charactersIn(text, 0, range.start),
    omittedAfter: charactersIn(text, end, text.length),
  };
}

/** The same place, or the one before it where it would take a character apart. */
function wholeCharacter(text: string, at: number): number {
  return at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
}

function charactersIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; count += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return count;
}
