import type { CardFigure, CardRow } from "../../../cards/card.ts";
import type { ComparedBenchmark } from "../../../contracts/bench-result.ts";

/** How many questions stand behind a card's figure, and how that is known. */
export interface CardSample {
  readonly n: number | null;
  readonly reason: string;
}

/**
 * The card's n where it says one; otherwise all published questions of the benchmark, which no card states. `null` where
 * no count of right answers among them gives the figure: then it rests on other questions.
 */
export function cardSample(figure: CardFigure, row: CardRow, benchmark: ComparedBenchmark): CardSample {
  if (figure.n !== null) return { n: figure.n, reason: "as the card says" };
  const { n, source } = assumedSize(benchmark);
  const answers = n * (row.metric.repeats ?? 1);
  if (isCounted(benchmark) && figure.range !== null && !isShareOf(figure.range, answers)) {
    return {
      n: null,
      reason: `${figure.raw} is no share of ${answers} right or wrong answers, ${nearest(figure.range, answers)}: it rests on other questions, or is a mean over repeats`,
    };
  }
  return { n, reason: `assumed: ${source}` };
}

/** The n for a difference, of which the card prints no figure that could contradict it. */
export function assumedSample(benchmark: ComparedBenchmark): CardSample {
  const { n, source } = assumedSize(benchmark);
  return { n, reason: `assumed: ${source}` };
}

function assumedSize({ data, n }: ComparedBenchmark): { n: number; source: string } {
  return data.published !== null && data.published > 0
    ? { n: data.published, source: "all published questions" }
    : { n, source: "the questions of the run" };
}

/** Whether the accuracy is a count of right answers; means over repeats and partial scores are not. */
function isCounted({ aggregation, mcnemarP, repeats }: ComparedBenchmark): boolean {
  return aggregation === "micro" && mcnemarP !== null && repeats === 1;
}

const SLACK = 1e-9;

/** Whether k / n lies within the range for a whole k. */
export function isShareOf([low, high]: readonly [number, number], n: number): boolean {
  return Math.ceil(low * n - SLACK) <= Math.floor(high * n + SLACK);
}

function nearest([low, high]: readonly [number, number], n: number): string {
  const below = Math.floor(((low + high) / 2) * n);
  const shares = [below, below + 1].filter((k) => k >= 0 && k <= n);
  return shares.map((k) => `${k}/${n} is ${((100 * k) / n).toFixed(2)} %`).join(" and ");
}
