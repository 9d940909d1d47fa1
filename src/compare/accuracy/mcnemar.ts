import { fairCoinLowerTail } from "./distributions/binomial.ts";

/**
 * McNemar's test in its exact two-sided form: were the stacks alike, each question whose outcome differs would be lost
 * or gained by the toss of a coin (Q. McNemar, Psychometrika 12, 1947; the binomial form e.g. in Fagerland, Lydersen
 * and Laake, BMC Medical Research Methodology 13:91, 2013).
 */
export function mcnemarP({ lost, gained }: { lost: number; gained: number }): number {
  if (lost === gained) return 1;
  return Math.min(1, 2 * fairCoinLowerTail(Math.min(lost, gained), lost + gained));
}
