import type { MetricName } from "../card.ts";
import { ALIASES } from "./aliases.ts";
import { keyOf } from "./metric-name.ts";

/** A benchmark that a row may be about. */
export interface NamedBenchmark {
  readonly name: string;
  readonly cardName: string;
}

export interface NameMatch<Benchmark extends NamedBenchmark> {
  readonly benchmark: Benchmark;
  /** `same`: the names say so. `possible`: the row may be about something near it. */
  readonly kind: "same" | "possible";
  /** What a reader should know about the match; "" where there is nothing. */
  readonly reason: string;
}

/**
 * The benchmark that a card's row is about: by its own names, else by what the cards are known to call it.
 * `null` where none fits.
 */
export function matchBenchmark<Benchmark extends NamedBenchmark>(
  metric: MetricName,
  benchmarks: readonly Benchmark[],
): NameMatch<Benchmark> | null {
  const alias = Object.hasOwn(ALIASES, metric.key) ? ALIASES[metric.key] : undefined;
  const note = alias?.note ?? "";
  const exact =
    benchmarks.find(({ name, cardName }) => keyOf(name) === metric.key || keyOf(cardName) === metric.key) ??
    named(alias?.same, benchmarks);
  if (exact !== undefined) return withVariant({ benchmark: exact, kind: "same", reason: note }, metric);
  const near = named(alias?.possible, benchmarks);
  return near === undefined ? null : { benchmark: near, kind: "possible", reason: note };
}

function named<Benchmark extends NamedBenchmark>(
  names: readonly string[] = [],
  benchmarks: readonly Benchmark[],
): Benchmark | undefined {
  const keys = new Set(names.map(keyOf));
  return benchmarks.find(({ name }) => keys.has(keyOf(name)));
}

function withVariant<Benchmark extends NamedBenchmark>(
  match: NameMatch<Benchmark>,
  { variant }: MetricName,
): NameMatch<Benchmark> {
  if (variant === null) return match;
  const reason = `the card's row is a variant, "${variant}"`;
  return { ...match, kind: "possible", reason: match.reason === "" ? reason : `${reason}; ${match.reason}` };
}
