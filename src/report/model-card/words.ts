import type { CardLanguage, CardSign } from "./forms.ts";
import { ENGLISH } from "./words-en.ts";
import { CHINESE } from "./words-zh.ts";

/** Names and figures of a sentence on a MAPE; the names are Markdown already. */
export interface MapeWords {
  readonly baseline: string;
  readonly candidate: string;
  readonly figure: string;
  readonly convention: string | null;
}

/** What stands behind a MAPE; percentages as they are printed, `null` where there is none. */
export interface BehindMape {
  readonly observations: number;
  readonly steps: number;
  readonly dimensions: number;
  readonly seed: number;
  readonly interval: readonly [low: string, high: string] | null;
  readonly floor: { readonly change: string; readonly percent: string } | null;
}

export interface SpeedWords {
  readonly baseline: string;
  readonly candidate: string;
  readonly baselineTime: string;
  readonly candidateTime: string;
  readonly interval: readonly [low: string, high: string];
}

export interface StatusWords {
  readonly run: string;
  readonly status: "failed" | "interrupted";
  readonly message: string;
}

/** All that a card says by itself. What a run says, such as its reasons, stays as it is. */
export interface CardWords {
  readonly evaluationResults: string;
  readonly environment: string;
  readonly howValidated: string;
  readonly metrics: string;
  readonly item: string;
  readonly version: string;
  readonly check: string;
  readonly finding: string;
  readonly questions: string;
  readonly interval: string;
  readonly chance: string;
  readonly flips: string;
  readonly verdict: string;
  readonly run: string;
  readonly asked: string;
  readonly policy: string;
  readonly warning: string;
  readonly reason: string;
  readonly evidence: string;
  readonly notScored: string;
  readonly totalsAlone: string;
  readonly noBenchmark: string;
  readonly command: string;
  readonly lostAndGained: (lost: number, gained: number) => string;
  /** Flips of the baseline against itself; `null` where it was not asked a second time. */
  readonly ownFlips: (flips: { baseline: number; candidate: number; n: number } | null) => string;
  readonly ofPublished: (n: number, asked: number, published: number) => string;
  /** Behind n, where a difference does not follow from its two accuracies. */
  readonly overAllAnswered: string;
  readonly inconsistent: (run: string) => string;
  readonly unproved: (run: string, candidate: string) => string;
  readonly meanOfCalls: (baseline: number, candidate: number) => string;
  readonly differenceWith: (baseline: string) => string;
  readonly differenceMeans: (baseline: string, candidate: string, sign: CardSign) => string;
  readonly fallbackName: { readonly baseline: string; readonly candidate: string };
  readonly mape: (words: MapeWords) => string;
  readonly mapeNotMeasured: (baseline: string, candidate: string, reason: string) => string;
  readonly behindMape: (words: BehindMape) => string;
  readonly speedup: (baseline: string, candidate: string) => string;
  readonly behindSpeed: (words: SpeedWords) => string;
  readonly status: (words: StatusWords) => string;
}

const WORDS: Readonly<Record<CardLanguage, CardWords>> = { en: ENGLISH, zh: CHINESE };

export function wordsOf(language: CardLanguage): CardWords {
  return WORDS[language];
}
