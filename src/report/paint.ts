import type { Verdict } from "../contracts/verdict.ts";

/** How the verdict's word is painted, where the terminal has colours. */
export interface Paint {
  verdict(word: string, verdict: Verdict): string;
  warning(text: string): string;
}
