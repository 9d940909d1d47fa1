/** A distribution that is symmetric about 0 and whose density falls away from there. */
export interface SymmetricDistribution {
  /** P(X > x). */
  upper(x: number): number;
  density(x: number): number;
}

const STEPS = 200;

/**
 * The x below which X lies with the given probability. Newton's method from the centre: beyond it the distribution
 * function is concave, so the steps come from one side and never overshoot.
 *
 * @param probability between 0 and 1, neither included
 */
export function quantileOf(distribution: SymmetricDistribution, probability: number): number {
  if (probability < 0.5) return -quantileOf(distribution, 1 - probability);
  const tail = 1 - probability;
  let x = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const next = x + (distribution.upper(x) - tail) / distribution.density(x);
    if (!(next > x)) break;
    x = next;
  }
  return x;
}
