import { wilsonInterval } from "../../../compare/accuracy/arm-interval.ts";
import { normalQuantile } from "../../../compare/accuracy/distributions/normal.ts";
import { percent, signed, signedPoints } from "../../../compare/accuracy/format.ts";
import { correctBehind, NEWCOMBE, newcombeInterval } from "../../../compare/accuracy/unpaired-difference.ts";
import type { BenchmarkTotals } from "../../../contracts/bench-result.ts";
import type { HarnessTask } from "../../../contracts/harness-output.ts";
import { Tally } from "../../accuracy/tally.ts";
import type { TaskPair } from "./pair-tasks.ts";
import { scoredSample } from "./scored-sample.ts";

/** What two totals say; `null` where a side has none. */
export function totalsOf({ baseline, candidate }: TaskPair): BenchmarkTotals | null {
  const first = totalOf(baseline);
  const second = totalOf(candidate);
  if (first === null || second === null) return null;
  const { interval, reason } = difference(first, second);
  return {
    baseline: { accuracy: first.accuracy, questions: first.questions, accuracyInterval: wilson(first) },
    candidate: { accuracy: second.accuracy, questions: second.questions, accuracyInterval: wilson(second) },
    deltaPoints: 100 * (second.accuracy - first.accuracy),
    ci95Points: interval,
    ...(reason !== null && { ci95PointsReason: reason }),
    intervalMethod: interval === null ? null : NEWCOMBE,
  };
}

/** In words, with what cannot be concluded. */
export function describeTotals({ baseline, candidate, deltaPoints, ci95Points }: BenchmarkTotals): string {
  const of = ({ accuracy, questions }: BenchmarkTotals["baseline"]) =>
    `${percent(accuracy)}${questions === null ? "" : ` of ${questions}`}`;
  const interval =
    ci95Points === null
      ? ""
      : ` (${signed(ci95Points[0])} to ${signed(ci95Points[1])} at 95 %, as of two independent samples)`;
  return (
    `only totals are known: ${of(baseline)} and ${of(candidate)}, ${signedPoints(deltaPoints)}${interval}. ` +
    "They show neither that the questions were the same nor which answers flipped"
  );
}

interface Total {
  readonly accuracy: number;
  readonly questions: number | null;
  /** `null` where the figure is no share of right answers. */
  readonly correct: number | null;
}

/** What the harness reports, or what its samples come to. */
function totalOf({ reported, reportedQuestions, aggregation, samples }: HarnessTask): Total | null {
  const tally = new Tally();
  for (const sample of samples ?? []) tally.add(scoredSample(sample), sample.category);
  const accuracy = reported ?? tally.accuracy(aggregation);
  if (accuracy === null) return null;
  const questions = reportedQuestions ?? (samples === null ? null : tally.answered);
  const isShare = questions !== null && questions > 0 && aggregation === "micro";
  return { accuracy, questions, correct: isShare ? correctBehind(accuracy, questions) : null };
}

function wilson({ correct, questions }: Total): [number, number] | null {
  if (correct === null || questions === null) return null;
  return wilsonInterval(correct / questions, questions, normalQuantile(0.975));
}

function difference(
  baseline: Total,
  candidate: Total,
): { interval: [number, number] | null; reason: string | null } {
  const [first, second] = [proportionOf(baseline), proportionOf(candidate)];
  if (first === null || second === null)
    return {
      interval: null,
      reason:
        "it is not known how many questions stand behind a figure, or the figure is no share of right answers",
    };
  const [low, high] = newcombeInterval(first, second, 0.95);
  return { interval: [100 * low, 100 * high], reason: null };
}

function proportionOf({ correct, questions }: Total): { correct: number; n: number } | null {
  return correct === null || questions === null ? null : { correct, n: questions };
}
