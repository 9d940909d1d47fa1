import { GATES, type Gate, type Verdict } from "../contracts/verdict.ts";

/** What weighs on the verdict beside the gates. */
export interface Circumstances {
  /** A sentence, where the run was stopped or a stack failed before all was measured. */
  readonly incomplete: string | null;
  /** Sentences, where an arm is not what it is called: a baseline that ran FlagOS, a candidate that did not. */
  readonly contradictions: readonly string[];
  /** A sentence, where `--require-evidence` was given and the evidence does not satisfy it. */
  readonly evidenceMissing: string | null;
  /** Equal arms leave no error whose kind could be in question. */
  readonly armsIdentical: boolean;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reasons: string[];
}

const NEITHER_FLOOR_NOR_COHERENCE =
  "neither a perturbation floor nor error coherence is known: MAPE alone cannot tell rounding from a fault";

/**
 * The verdict from the gates. In order: a NaN in one arm is a difference whatever else holds; an incomplete run, an
 * arm that is not what it is called, or a stack that does not repeat itself cannot be judged; then a failed limit is a difference; then whatever
 * is systematic, unknown or unproved leaves the question open.
 */
export function decide(gates: readonly Gate[], circumstances: Circumstances): Decision {
  const failed = gates.filter(({ outcome }) => outcome === "fail");
  const nonFinite = failed.filter(({ name }) => name === GATES.nonFinite);
  if (nonFinite.length > 0) return { verdict: "inconsistent", reasons: reasonsOf(nonFinite) };
  if (circumstances.incomplete !== null)
    return { verdict: "inconclusive", reasons: [circumstances.incomplete] };
  if (circumstances.contradictions.length > 0)
    return { verdict: "inconclusive", reasons: [...circumstances.contradictions] };
  const notRepeating = failed.filter(
    ({ name }) => name === GATES.baselineRepeat || name === GATES.candidateRepeat,
  );
  if (notRepeating.length > 0) return { verdict: "inconclusive", reasons: reasonsOf(notRepeating) };
  const tooLarge = failed.filter(({ failure }) => failure === "inconsistent");
  if (tooLarge.length > 0) return { verdict: "inconsistent", reasons: reasonsOf(failed) };
  const open = openQuestions(gates, circumstances);
  if (open.length > 0) return { verdict: "inconclusive", reasons: open };
  return { verdict: "consistent", reasons: reasonsOf(gates.filter(({ outcome }) => outcome === "pass")) };
}

function openQuestions(gates: readonly Gate[], circumstances: Circumstances): string[] {
  const { evidenceMissing, armsIdentical } = circumstances;
  const open = armsIdentical ? [] : openAboutError(gates);
  if (evidenceMissing !== null) open.push(evidenceMissing);
  return open;
}

function openAboutError(gates: readonly Gate[]): string[] {
  const open: string[] = [];
  const coherent = gates.find(({ name, outcome }) => name === GATES.coherence && outcome === "fail");
  if (coherent !== undefined) {
    open.push("small, but not rounding: look for a different formula", coherent.reason);
  }
  open.push(...reasonsOf(gates.filter(({ outcome }) => outcome === "unknown")));
  if (noneApplies(gates)) open.push(NEITHER_FLOOR_NOR_COHERENCE);
  return open;
}

/** Whether a policy that asks for error in floors had nothing but magnitude to look at. */
function noneApplies(gates: readonly Gate[]): boolean {
  if (!gates.some(({ name }) => name === GATES.floors)) return false;
  const deciding = gates.filter(({ name }) => name === GATES.floors || name === GATES.coherence);
  return deciding.every(({ outcome }) => outcome === "not applicable");
}

function reasonsOf(gates: readonly Gate[]): string[] {
  return gates.map(({ reason }) => reason);
}
