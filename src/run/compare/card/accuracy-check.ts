import type { CardRow } from "../../../cards/card.ts";
import type { KnownFigure } from "../../../cards/notes/arithmetic.ts";
import { wilsonInterval } from "../../../compare/accuracy/arm-interval.ts";
import { normalQuantile } from "../../../compare/accuracy/distributions/normal.ts";
import {
  type Estimate,
  pOfNoDifference,
  unpairedDifference,
} from "../../../compare/accuracy/unpaired-difference.ts";
import type { ArmScores, ComparedBenchmark } from "../../../contracts/bench-result.ts";
import { cardSample } from "./card-sample.ts";
import { type OpenCheck, untold } from "./open-check.ts";

/** One arm's accuracy on the card beside the run's. */
export function accuracyCheck(
  arm: "baseline" | "candidate",
  figure: KnownFigure,
  { row, benchmark }: { row: CardRow; benchmark: ComparedBenchmark },
): OpenCheck {
  const scores = benchmark[arm];
  const sample = cardSample(figure, row, benchmark);
  const head = {
    what: `${arm} accuracy` as const,
    unit: "fraction" as const,
    card: { value: figure.value, range: figure.range, interval: null, n: sample.n, nReason: sample.reason },
    run: { value: scores.accuracy, interval: scores.accuracyInterval, n: benchmark.n },
  };
  if (scores.accuracy === null || scores.accuracyInterval === null)
    return untold(head, `the run has no accuracy of the ${arm}`);
  if (sample.n === null) return untold(head, sample.reason);
  const [low, high] = scores.accuracyInterval;
  const run: Estimate = { value: scores.accuracy, low, high };
  const card = cardEstimate(nearestTo(run.value, figure.range), { run, scores, benchmark, n: sample.n });
  const apart = unpairedDifference(run, card);
  return {
    ...head,
    card: { ...head.card, interval: [card.low, card.high] },
    apart: apart.value,
    apartInterval: [apart.low, apart.high],
    p: pOfNoDifference(apart),
    untold: null,
  };
}

/** The value within a figure's rounding that is kindest to the card. */
export function nearestTo(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(Math.max(value, low), high);
}

/**
 * The card's accuracy with the interval of its own draw: Wilson's where the run's is, otherwise as wide as the run's for
 * that many questions, since clusters, repeats and partial scores widen both alike.
 */
function cardEstimate(
  value: number,
  of: { run: Estimate; scores: ArmScores; benchmark: ComparedBenchmark; n: number },
): Estimate {
  const { run, scores, benchmark, n } = of;
  if (isWilson(run, scores)) {
    const [low, high] = wilsonInterval(value, n, normalQuantile(0.975));
    return { value, low, high };
  }
  const scale = Math.sqrt(benchmark.n / n);
  return { value, low: value - scale * (run.value - run.low), high: value + scale * (run.high - run.value) };
}

function isWilson(run: Estimate, { scored, unparsed, truncated }: ArmScores): boolean {
  const [low, high] = wilsonInterval(run.value, scored + unparsed + (truncated ?? 0), normalQuantile(0.975));
  return Math.abs(low - run.low) < 1e-6 && Math.abs(high - run.high) < 1e-6;
}
