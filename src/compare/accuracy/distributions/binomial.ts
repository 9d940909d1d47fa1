import { logGamma } from "./log-gamma.ts";

/** The probabilities of 0, 1, …, n successes, each from its neighbour, outwards from the most likely one. */
export function binomialProbabilities(n: number, probability: number): Float64Array {
  const probabilities = new Float64Array(n + 1);
  const mode = Math.min(n, Math.floor((n + 1) * probability));
  if (probability === 0 || probability === 1) {
    probabilities[mode] = 1;
    return probabilities;
  }
  const odds = probability / (1 - probability);
  const peak = Math.exp(logProbability(mode, n, probability));
  probabilities[mode] = peak;
  let upward = peak;
  for (let k = mode + 1; k <= n; k += 1) {
    upward *= ((n - k + 1) / k) * odds;
    probabilities[k] = upward;
  }
  let downward = peak;
  for (let k = mode - 1; k >= 0; k -= 1) {
    downward *= (k + 1) / (n - k) / odds;
    probabilities[k] = downward;
  }
  return probabilities;
}

/** P(X ≤ k) for n fair coins, k at most n / 2. */
export function fairCoinLowerTail(k: number, n: number): number {
  let term = 1;
  let sum = 1;
  for (let i = k; i > 0 && term > 1e-18 * sum; i -= 1) {
    term *= i / (n - i + 1);
    sum += term;
  }
  return Math.exp(logProbability(k, n, 0.5)) * sum;
}

function logProbability(k: number, n: number, probability: number): number {
  const choices = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return choices + k * Math.log(probability) + (n - k) * Math.log1p(-probability);
}
