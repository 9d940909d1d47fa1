import { expect } from "vitest";
import type { PairMeasurement, Tolerance } from "../../../src/contracts/pair-measurement.ts";

/** Every figure by its definition, one loop each: what the engine is held to. */
export function naiveFigures(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: Tolerance) {
  const finite = Array.from(a, (_, i) => i).filter((i) => Number.isFinite(a[i]!) && Number.isFinite(b[i]!));
  const x = finite.map((i) => a[i]!);
  const y = finite.map((i) => b[i]!);
  const d = x.map((value, i) => y[i]! - value);
  const e = d.map(Math.abs);
  const m = x.map(Math.abs);
  const n = x.length;
  const sum = (values: number[]) => pairwise(values);
  const mean = (values: number[]) => sum(values) / values.length;
  const product = (first: number[], second: number[]) => sum(first.map((value, i) => value * second[i]!));
  const centred = (values: number[]) => {
    const middle = values.length === 0 ? 0 : mean(values.map((value) => value - values[0]!)) + values[0]!;
    return values.map((value) => value - middle);
  };
  const ratios = e.map((error, i) => error / m[i]!);
  const terms = ratios.filter((_, i) => m[i]! > 0);
  const [p, q] = [centred(x), centred(y)];
  const isMismatched = e.map((error, i) => error > tolerance.absolute + tolerance.relative * m[i]!);
  const needs = e.map((error, i) => (error > tolerance.absolute ? (error - tolerance.absolute) / m[i]! : 0));
  const excess = e.map((error, i) => error - tolerance.relative * m[i]!);
  const first = (values: number[], among: boolean[]) => {
    const found = values.reduce(
      (best, value, i) => (among[i] && value > (values[best] ?? -1) ? i : best),
      -1,
    );
    return found === -1 ? null : { value: values[found]!, position: finite[found]! };
  };
  return {
    elements: n,
    zeroReferences: m.filter((value) => value === 0).length,
    wapePercent: (100 * sum(e)) / sum(m),
    smapePercent:
      100 * mean(e.map((error, i) => (error === 0 ? 0 : (2 * error) / (m[i]! + Math.abs(y[i]!))))),
    meanAbsolute: mean(e),
    maxAbsolute: Math.max(...e),
    rmse: Math.sqrt(mean(d.map((value) => value * value))),
    relativeL2: Math.sqrt(product(d, d) / product(x, x)),
    cosine: product(x, y) / (Math.sqrt(product(x, x)) * Math.sqrt(product(y, y))),
    pearson: product(p, q) / (Math.sqrt(product(p, p)) * Math.sqrt(product(q, q))),
    calcDiff: product(d, d) / (product(x, x) + product(y, y)),
    nrmseStandardDeviation: Math.sqrt(mean(d.map((value) => value * value))) / Math.sqrt(product(p, p) / n),
    signBias: mean(d.map(Math.sign)),
    thousandthRatio: mean(e.map((error, i) => Number(error === 0 || error * 1000 < m[i]!))),
    fiveThousandthRatio: mean(e.map((error, i) => Number(error === 0 || error * 200 < m[i]!))),
    percentageErrorMax: terms.length === 0 ? Number.NaN : 100 * Math.max(...terms),
    percentageErrorP50: 100 * quantile(terms, 0.5),
    percentageErrorP99: 100 * quantile(terms, 0.99),
    mask: 100 * mean(terms),
    sklearn: 100 * mean(e.map((error, i) => error / Math.max(m[i]!, 2 ** -52))),
    torchmetrics: 100 * mean(e.map((error, i) => error / Math.max(m[i]!, 1.17e-6))),
    keras: 100 * mean(e.map((error, i) => error / Math.max(m[i]!, 1e-7))),
    mismatched: isMismatched.filter(Boolean).length,
    greatestAbsolute: first(e, isMismatched),
    greatestRelative: first(ratios, isMismatched),
    smallestRelative: Math.max(0, ...needs),
    smallestAbsolute: Math.max(0, ...excess),
    excluded: a.length - n,
  };
}

function quantile(values: number[], probability: number): number {
  const sorted = values.toSorted((first, second) => first - second);
  const rank = probability * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
  return low === high ? low : low + (high - low) * (rank - Math.floor(rank));
}

function pairwise(values: number[]): number {
  if (values.length <= 8) return values.reduce((total, value) => total + value, 0);
  const half = values.length >> 1;
  return pairwise(values.slice(0, half)) + pairwise(values.slice(half));
}

/** All figures to 1e-9. */
export function expectNaive(found: PairMeasurement, naive: ReturnType<typeof naiveFigures>): void {
  const { figures, mapeConventions, closeness, nonFinite } = found;
  const { excluded, ...others } = naive;
  const all: Record<string, unknown> = { ...mapeConventions, ...figures, ...closeness };
  for (const [key, value] of Object.entries(others)) expectOne(key, all[key], value);
  expect(nonFinite.excluded).toBe(excluded);
}

function expectOne(key: string, found: unknown, naive: number | { value: number; position: number } | null) {
  if (typeof naive === "object") {
    const known = naive === null ? null : { value: naive.value, index: [naive.position] };
    if (known === null) expect(found, key).toBeNull();
    else expect(found, key).toMatchObject(known);
  } else if (Number.isNaN(naive) || (naive === Number.POSITIVE_INFINITY && key === "smallestRelative")) {
    expect(found, key).toBeNull();
  } else if (!Object.is(found, naive)) {
    // A cosine has digits beside 1, not beside itself.
    const size = key === "cosine" || key === "pearson" ? 1 : Math.abs(naive);
    const what = `${key}: ${found}, by its definition ${naive}`;
    expect(Math.abs(Number(found) - naive), what).toBeLessThanOrEqual(1e-9 * size);
  }
}
