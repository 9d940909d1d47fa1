import type { ComparedBenchmark, Flip } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { Passage, RunEvidence, ShownFlip } from "../../../contracts/run-evidence.ts";
import { metricName } from "../card.ts";
import { comparedBenchmarks } from "../figures.ts";
import { commonLength } from "../flip-words.ts";

/** A flip as a page lists it. */
export interface PageFlip {
  readonly flip: ShownFlip;
  readonly benchmark: ComparedBenchmark;
  /** The benchmark as the page's tables name it. */
  readonly name: string;
  /** How many flips of its benchmark stand before it. */
  readonly rank: number;
}

/**
 * The flips in the order of the run's questions: those that the run's folder holds, or else those that `run.json` lists,
 * with as much of the replies as it quotes.
 */
export function shownFlips(run: BenchRun, { flips }: Pick<RunEvidence, "flips">): PageFlip[] {
  return comparedBenchmarks(run).flatMap((benchmark) => {
    const listed = benchmark.flipList.map((flip) => listedFlip(benchmark, flip));
    const found = flips?.filter((flip) => flip.benchmark === benchmark.name) ?? null;
    const all = found === null ? listed : found.map((flip) => withQuotes(flip, listed));
    const name = metricName(benchmark, run.benchmarks);
    return all.map((flip, rank) => ({ flip, benchmark, name, rank }));
  });
}

/** With what `run.json` quotes of the replies where the other files do not hold them. */
function withQuotes(flip: ShownFlip, listed: readonly ShownFlip[]): ShownFlip {
  if (flip.baseline.passage !== null) return flip;
  const quoted = listed.find(({ id, repeat }) => id === flip.id && repeat === flip.repeat);
  if (quoted === undefined) return flip;
  return {
    ...flip,
    firstDifference: quoted.firstDifference,
    baseline: { ...flip.baseline, passage: quoted.baseline.passage },
    candidate: { ...flip.candidate, passage: quoted.candidate.passage },
  };
}

function listedFlip({ name }: ComparedBenchmark, flip: Flip): ShownFlip {
  const { id, repeat, direction, cause, firstDifference } = flip;
  const alike = [...flip.baselineExcerpt.slice(0, commonLength(flip.baselineExcerpt, flip.candidateExcerpt))];
  const omittedBefore = firstDifference === null ? null : Math.max(0, firstDifference - alike.length);
  const reply = (prediction: string | null, excerpt: string) => ({
    prediction,
    score: null,
    passage: flip.repliesReason === undefined ? quote(excerpt, omittedBefore) : null,
  });
  return {
    benchmark: name,
    id,
    repeat,
    direction,
    cause,
    question: null,
    target: null,
    firstDifference,
    baseline: reply(flip.baselinePrediction, flip.baselineExcerpt),
    candidate: reply(flip.candidatePrediction, flip.candidateExcerpt),
  };
}

/** How long the reply goes on behind an excerpt is not known. */
function quote(text: string, omittedBefore: number | null): Passage {
  return { text, omittedBefore, omittedAfter: null };
}
