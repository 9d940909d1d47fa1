import { smallestJump } from "./clustered-difference.ts";
import { normalQuantile, normalUpper } from "./distributions/normal.ts";
import { type PairedSummary, sumOf } from "./paired-scores.ts";

const POWER = 0.8;
const EQUIVALENCE_LEVEL = 0.05;
/** Fewer flips than this cannot be told from none: the rule of three bounds a share that was never seen by 3/n. */
const RULE_OF_THREE = 3;
/** More than anybody would ask. */
const MOST_QUESTIONS = 1_000_000;
const MOST_REPEATS = 1000;

/** A benchmark as planned for: how its mean difference varies at this n, and what it is asked to show. */
export interface Plan {
  /** Fractions. */
  readonly standardError: number;
  readonly delta: number;
  readonly margin: number;
  readonly alpha: number;
}

/**
 * The standard error of the mean difference between stacks that do not differ, from the flips seen: √(d/n) for a share
 * d of questions that differ. At least that of three flips.
 */
export function plannedStandardError({ n, repeats, clusterSums }: PairedSummary): number {
  const seen = sumOf(clusterSums.map((sum) => sum ** 2)) / n ** 2;
  const floor = RULE_OF_THREE * smallestJump({ clusters: clusterSums.length, repeats }) ** 2;
  return Math.sqrt(Math.max(seen, floor));
}

/** The true difference that a two-sided test finds with a power of 80 %. */
export function smallestDetectable({ standardError, alpha }: Pick<Plan, "standardError" | "alpha">): number {
  return Math.min(1, (normalQuantile(1 - alpha / 2) + normalQuantile(POWER)) * standardError);
}

/**
 * The margin within which two one-sided tests at 5 % show equivalence with a power of 80 % where there is no
 * difference: n ≈ 8.57 d / margin².
 */
export function smallestProvableMargin({ standardError }: Pick<Plan, "standardError">): number {
  const multiple = normalQuantile(1 - EQUIVALENCE_LEVEL) + normalQuantile((1 + POWER) / 2);
  return Math.min(1, multiple * standardError);
}

/**
 * What would decide with a power of 80 %: that many questions of the same kind, or so many repeats of the present ones
 * where repeats are independent draws (a temperature above 0). `null` where it would take more than anybody would ask,
 * because the true difference lies at the margin.
 */
export function neededToDecide(
  plan: Plan,
  { n, repeats }: { n: number; repeats: number },
): { questions: number | null; repeats: number | null } {
  const target = decidingStandardError(plan);
  const ratio = target === 0 ? Number.POSITIVE_INFINITY : (plan.standardError / target) ** 2;
  return {
    questions: wholeUpTo(MOST_QUESTIONS, Math.max(n + 1, n * ratio)),
    repeats: wholeUpTo(MOST_REPEATS, Math.max(repeats + 1, repeats * ratio)),
  };
}

function wholeUpTo(most: number, needed: number): number | null {
  const whole = Math.ceil(needed - 1e-9);
  return whole <= most ? whole : null;
}

/** The standard error at which either equivalence or a difference beyond the margin would be shown. */
function decidingStandardError({ delta, margin, alpha }: Plan): number {
  const size = Math.abs(delta);
  if (size < margin) return equivalenceStandardError(size, margin);
  const significant = size / (normalQuantile(1 - alpha / 2) + normalQuantile(POWER));
  return Math.min(significant, (size - margin) / normalQuantile(POWER));
}

/** Bisection: the power of two one-sided tests falls as the standard error grows. */
function equivalenceStandardError(size: number, margin: number): number {
  const z = normalQuantile(1 - EQUIVALENCE_LEVEL);
  let enough = 0;
  let tooLarge = margin;
  for (let step = 0; step < 100; step += 1) {
    const middle = (enough + tooLarge) / 2;
    const missed = normalUpper((margin - size) / middle - z) + normalUpper((margin + size) / middle - z);
    if (1 - missed >= POWER) enough = middle;
    else tooLarge = middle;
  }
  return enough;
}
