import type { RunResult } from "../../contracts/run-result.ts";
import { FvalidateError } from "../../support/errors.ts";
import { escapeData } from "../data-text.ts";
import { printFixed } from "../numbers.ts";
import type { CardOptions } from "./forms.ts";
import { cardTable } from "./table.ts";
import { wordsOf } from "./words.ts";

const DECIMALS = 2;

/**
 * How fast the candidate is, of the baseline's speed: the baseline's mean time over the candidate's.
 * @throws FvalidateError of kind `input` where one of them was not timed
 */
export function performanceSections(run: RunResult, options: CardOptions): string[] {
  const { baseline, candidate, candidateOverBaseline: times } = run.latency;
  if (
    baseline === null ||
    candidate === null ||
    times === null ||
    typeof times.ratio !== "number" ||
    times.ratio === 0
  ) {
    throw new FvalidateError(
      "input",
      `The run ${run.id} has no times of both stacks, so it has no speedup ratio.`,
      {
        hint: "Leave --style performance out, or run pi0 with calls that are timed.",
      },
    );
  }
  const words = wordsOf(options.language);
  const names = {
    baseline: options.baselineName ?? run.baseline.label,
    candidate: options.candidateName ?? run.candidate.label,
  };
  const decimals = options.decimals ?? DECIMALS;
  const percent = (ratio: number | string) =>
    typeof ratio === "number" ? `${((1 / ratio) * 100).toFixed(decimals)}%` : ratio;
  const [low, high] = times.interval;
  return [
    cardTable(
      [words.metrics, words.meanOfCalls(baseline.calls, candidate.calls)],
      [[words.speedup(names.baseline, names.candidate), percent(times.ratio)]],
    ),
    words.behindSpeed({
      baseline: escapeData(names.baseline),
      candidate: escapeData(names.candidate),
      baselineTime: `${printFixed(baseline.meanMilliseconds, 1)} ms`,
      candidateTime: `${printFixed(candidate.meanMilliseconds, 1)} ms`,
      interval: [percent(high), percent(low)],
    }),
  ];
}
