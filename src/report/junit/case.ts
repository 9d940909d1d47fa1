import type { Verdict } from "../../contracts/verdict.ts";

/**
 * What one thing that was judged came to. `failure`: it was measured and did not pass, or could not be decided.
 * `error`: it could not be measured. `skipped`: it does not concern this run, or has no score.
 */
export type CaseOutcome = "passed" | "failure" | "error" | "skipped";

/** One thing that a run judges: a gate, a benchmark, a tensor, a row of a card. */
export interface JudgedCase {
  readonly name: string;
  readonly outcome: CaseOutcome;
  /** Of failures `inconsistent` or `inconclusive`, of errors what kind; empty for what passed. */
  readonly type: string;
  /** Why, in a sentence; empty for what passed. */
  readonly message: string;
  /** Lines of figures. */
  readonly figures: readonly string[];
}

export function passedCase(name: string, figures: readonly string[]): JudgedCase {
  return { name, outcome: "passed", type: "", message: "", figures };
}

/** What a verdict makes of a case; `message` says why. */
export function caseOfVerdict(
  verdict: Verdict,
  { name, message, figures }: Pick<JudgedCase, "name" | "message" | "figures">,
): JudgedCase {
  if (verdict === "consistent") return passedCase(name, figures);
  return { name, outcome: "failure", type: verdict, message, figures };
}
