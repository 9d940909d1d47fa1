import type { BenchmarkResult } from "../../../contracts/bench-result.ts";
import type { BenchArm } from "../../../contracts/bench-run.ts";
import { describeLimit } from "../limit.ts";
import type { BenchParts } from "./build.ts";

/** What a reader has to know before the figures, in the report's first lines. */
export function warningsOf(of: {
  parts: BenchParts;
  baseline: BenchArm;
  candidate: BenchArm;
  benchmarks: readonly BenchmarkResult[];
}): string[] {
  return [
    ...evidence(of),
    ...identical(of),
    ...excessFlips(of),
    ...partial(of),
    ...temperature(of),
    ...endedIn(of),
  ];
}

function evidence({ candidate }: { candidate: BenchArm }): string[] {
  const { status, summary, notes = [] } = candidate.evidence;
  if (status !== "missing") return [...notes];
  return [`Nothing proves that FlagOS ran in the candidate: ${summary}`, ...notes];
}

/** Two servers of one kind seldom agree to the letter over many replies; one server asked twice does. */
function identical({ parts }: { parts: BenchParts }): string[] {
  const replies = parts.scores.reduce((sum, { pairs }) => sum + pairs.replies, 0);
  const same = parts.scores.reduce((sum, { pairs }) => sum + pairs.identicalReplies, 0);
  if (replies === 0 || same < replies) return [];
  return [`All ${replies} replies of the candidate are the baseline's to the letter: are these two stacks?`];
}

/** Answers that change both ways hide in an accuracy that stays: a broken model can lose as many as it gains. */
function excessFlips({ benchmarks }: { benchmarks: readonly BenchmarkResult[] }): string[] {
  return benchmarks.flatMap((benchmark) => {
    if ("unscoredReason" in benchmark || benchmark.selfNoise === null) return [];
    const { n, baselineFlips, candidateFlips, excessCi95Points } = benchmark.selfNoise;
    if (excessCi95Points[0] <= 0) return [];
    return [
      `${benchmark.name}: ${candidateFlips} of ${n} answers change between right and wrong on the candidate, ` +
        `${baselineFlips} between two runs of the baseline. That is more than chance, whatever the accuracy says.`,
    ];
  });
}

function partial({ parts: { options, manifest } }: { parts: BenchParts }): string[] {
  return options.tasks.flatMap(({ benchmark, limit }, i) => {
    const frozen = manifest.tasks[i];
    if (frozen === undefined || frozen.questions >= benchmark.questions.rows) return [];
    const which = limit.kind === "all" ? "all that the data holds" : describeLimit(limit);
    return [
      `${benchmark.name}: ${frozen.questions} of the ${benchmark.questions.rows} published questions were asked (${which}).`,
    ];
  });
}

function temperature({ parts: { options } }: { parts: BenchParts }): string[] {
  const greedy = options.tasks.filter(({ sampling }) => sampling.temperature === 0);
  if (options.repeats === 1 || greedy.length === 0) return [];
  const names = greedy.map(({ benchmark }) => benchmark.name).join(", ");
  return [
    `Each question was asked ${options.repeats} times at temperature 0, which varies little: ${names}.`,
  ];
}

/** Requests that failed, and replies without an answer where they are many. */
export function endedIn({ benchmarks }: { benchmarks: readonly BenchmarkResult[] }): string[] {
  return benchmarks.flatMap((benchmark) => {
    if ("unscoredReason" in benchmark) return [];
    return (["baseline", "candidate"] as const).flatMap((arm) => {
      const { errors, unparsed, scored, truncated } = benchmark[arm];
      const answered = scored + unparsed + (truncated ?? 0);
      const lines = errors > 0 ? [`${benchmark.name}: ${errors} requests to the ${arm} failed.`] : [];
      const share = answered === 0 ? 0 : unparsed / answered;
      if (share > 0.1)
        lines.push(
          `${benchmark.name}: no answer was found in ${unparsed} of the ${arm}'s ${answered} replies.`,
        );
      return lines;
    });
  });
}
