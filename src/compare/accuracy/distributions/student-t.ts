import { logGamma } from "./log-gamma.ts";
import { quantileOf } from "./quantile-of.ts";

const TERMS = 5000;
const TINY = 1e-300;

/** P(T > t) of Student's t, from the incomplete beta function (NIST DLMF 8.17.5). */
export function studentUpper(t: number, degrees: number): number {
  if (t < 0) return 1 - studentUpper(-t, degrees);
  const square = t * t;
  return 0.5 * incompleteBeta(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square));
}

/** @param probability between 0 and 1, neither included */
export function studentQuantile(probability: number, degrees: number): number {
  const scale = Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2)) / Math.sqrt(degrees * Math.PI);
  return quantileOf(
    {
      upper: (t) => studentUpper(t, degrees),
      density: (t) => scale * Math.exp((-(degrees + 1) / 2) * Math.log1p((t * t) / degrees)),
    },
    probability,
  );
}

/** The regularised incomplete beta function I_x(a, b); `rest` is 1 − x, given apart so that it keeps its digits. */
function incompleteBeta(a: number, b: number, x: number, rest: number): number {
  if (x === 0 || rest === 0) return x === 0 ? 0 : 1;
  // The continued fraction converges fast on this side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, rest, x);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * logOf(x, rest) + b * logOf(rest, x);
  return Math.exp(logFront) / (a * betaFraction(a, b, x));
}

function logOf(x: number, rest: number): number {
  return x < 0.5 ? Math.log(x) : Math.log1p(-rest);
}

/** 1 + d₁/(1 + d₂/(1 + …)) (NIST DLMF 8.17.22), by the modified Lentz method. */
function betaFraction(a: number, b: number, x: number): number {
  let fraction = 1;
  let c = 1;
  let d = 0;
  for (let term = 1; term < TERMS; term += 1) {
    const m = Math.floor(term / 2);
    const coefficient =
      term % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + coefficient * d);
    c = nonZero(1 + coefficient / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return fraction;
}

function nonZero(value: number): number {
  return value === 0 ? TINY : value;
}
