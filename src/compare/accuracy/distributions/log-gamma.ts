/** Bernoulli numbers B₂ₖ / (2k (2k − 1)), k = 1…6 (NIST DLMF 5.11.1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
const STIRLING_FROM = 15;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) for x > 0, by Stirling's series; small x are shifted up to where it converges (NIST DLMF 5.11.1, 5.5.1). */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  let series = 0;
  for (const term of STIRLING.toReversed()) series = series * inverse * inverse + term;
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series * inverse - Math.log(product)
  );
}
