import type { CardRow } from "../../../cards/card.ts";
import {
  type Estimate,
  pOfNoDifference,
  unpairedDifference,
} from "../../../compare/accuracy/unpaired-difference.ts";
import type { ComparedBenchmark } from "../../../contracts/bench-result.ts";
import { nearestTo } from "./accuracy-check.ts";
import { assumedSample, type CardSample, cardSample } from "./card-sample.ts";
import type { RowFigures } from "./figures-of-row.ts";
import { type OpenCheck, untold } from "./open-check.ts";

/** A card's difference, candidate − baseline, in points or percent of the baseline. */
interface Stated {
  readonly value: number;
  readonly range: readonly [low: number, high: number];
  /** Whether its sign tells which stack is better. */
  readonly isSigned: boolean;
}

/**
 * The card's difference beside the run's paired one. The card's own draw is taken to vary as much as the run's: as many
 * answers that change, over as many questions. A difference of which the card does not say what it means is read both
 * ways.
 */
export function differenceChecks(
  figures: RowFigures,
  { row, benchmark }: { row: CardRow; benchmark: ComparedBenchmark },
): OpenCheck[] {
  const { definition } = row;
  const fromAccuracies = differenceOf(figures);
  if (fromAccuracies !== null)
    return [
      check("difference", fromAccuracies, { benchmark, sample: statedSample(figures, row, benchmark) }),
    ];
  const { difference } = figures;
  if (difference === null || definition === null) return [];
  const stated: Stated = {
    value: difference.value,
    range: difference.range,
    isSigned: definition.isSigned || difference.signed,
  };
  const against = { benchmark, sample: assumedSample(benchmark) };
  const points = () => check("difference", stated, against);
  const percent = () => check("relative difference", stated, against);
  if (definition.meaning === "absolute points") return [points()];
  return definition.meaning === "percent of the baseline" ? [percent()] : [points(), percent()];
}

function differenceOf({ baseline, candidate }: RowFigures): Stated | null {
  if (baseline === null || candidate === null) return null;
  return {
    value: 100 * (candidate.value - baseline.value),
    range: [100 * (candidate.range[0] - baseline.range[1]), 100 * (candidate.range[1] - baseline.range[0])],
    isSigned: true,
  };
}

/** The questions behind both accuracies: unknown where those of either are. */
function statedSample(
  { baseline, candidate }: RowFigures,
  row: CardRow,
  benchmark: ComparedBenchmark,
): CardSample {
  const samples = [baseline, candidate].flatMap((figure) =>
    figure === null ? [] : [cardSample(figure, row, benchmark)],
  );
  return samples.find(({ n }) => n === null) ?? samples[0] ?? assumedSample(benchmark);
}

function check(
  what: "difference" | "relative difference",
  stated: Stated,
  { benchmark, sample }: { benchmark: ComparedBenchmark; sample: CardSample },
): OpenCheck {
  const run = what === "difference" ? pointsOf(benchmark) : percentOf(benchmark);
  const head = {
    what,
    unit: what === "difference" ? ("points" as const) : ("percent" as const),
    card: { value: stated.value, range: stated.range, interval: null, n: sample.n, nReason: sample.reason },
    run: { value: run?.value ?? null, interval: run && ([run.low, run.high] as const), n: benchmark.n },
  };
  if (run === null)
    return untold(head, "the run's baseline has no right answer, so that nothing is a share of it");
  if (sample.n === null) return untold(head, sample.reason);
  const scale = Math.sqrt(benchmark.n / sample.n);
  const card = kindestReading(stated, run, scale);
  const apart = unpairedDifference(run, card);
  return {
    ...head,
    card: { ...head.card, interval: [card.low, card.high] },
    apart: apart.value,
    apartInterval: [apart.low, apart.high],
    p: pOfNoDifference(apart),
    untold: null,
    ...(!stated.isSigned && { remark: "the card prints no sign, so either direction counts" }),
  };
}

/** Without a sign, the direction that is nearer to the run's. */
function kindestReading({ range, isSigned }: Stated, run: Estimate, scale: number): Estimate {
  const straight = nearestTo(run.value, range);
  const opposite = nearestTo(run.value, [-range[1], -range[0]]);
  const isNearer = Math.abs(opposite - run.value) < Math.abs(straight - run.value);
  const value = !isSigned && isNearer ? opposite : straight;
  return { value, low: value - scale * (run.value - run.low), high: value + scale * (run.high - run.value) };
}

function pointsOf({ deltaPoints, ci95Points: [low, high] }: ComparedBenchmark): Estimate {
  return { value: deltaPoints, low, high };
}

/** The baseline's accuracy is taken as it was measured: its own error changes the ratio by far less. */
function percentOf({
  relativePercent,
  baseline,
  ci95Points: [low, high],
}: ComparedBenchmark): Estimate | null {
  const { accuracy } = baseline;
  if (relativePercent === null || accuracy === null || accuracy === 0) return null;
  return { value: relativePercent, low: low / accuracy, high: high / accuracy };
}
