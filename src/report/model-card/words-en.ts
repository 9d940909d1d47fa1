import type { CardWords } from "./words.ts";

export const ENGLISH: CardWords = {
  evaluationResults: "Evaluation Results",
  environment: "Environment",
  howValidated: "How this was validated",
  metrics: "Metrics",
  item: "Item",
  version: "Version",
  check: "Check",
  finding: "Finding",
  questions: "Answered by both",
  interval: "Difference, 95 % interval",
  chance: "By chance",
  flips: "Flips",
  verdict: "Verdict",
  run: "Run",
  asked: "Inputs",
  policy: "Policy",
  warning: "Warning",
  reason: "Reason",
  evidence: "Evidence",
  notScored: "not scored",
  totalsAlone: "totals alone, without single answers",
  noBenchmark: "No benchmark was compared, so there is no figure.",
  command: "The same run again:",
  lostAndGained: (lost, gained) => `lost ${lost}, gained ${gained}`,
  ownFlips: (flips) =>
    flips === null
      ? "the baseline was not asked a second time"
      : `baseline against itself ${flips.baseline}, against the candidate ${flips.candidate}, of ${flips.n}`,
  ofPublished: (n, asked, published) => `n = ${n}; ${asked} of ${published} published were asked`,
  overAllAnswered: "; each accuracy is over all that its stack answered",
  inconsistent: (run) =>
    `**The verdict on the run ${run} is INCONSISTENT.** The reasons stand below the tables.`,
  unproved: (run, candidate) =>
    `**It is not proved that ${candidate} ran FlagOS in the run ${run}.** The evidence stands below the tables.`,
  meanOfCalls: (baseline, candidate) => `Mean of ${baseline} and ${candidate} calls, one at a time`,
  differenceWith: (baseline) => `Difference with ${baseline}`,
  differenceMeans: (baseline, candidate, sign) =>
    sign === "never"
      ? `The differences between ${candidate} and ${baseline} are sizes in percentage points of accuracy, without a sign.`
      : `The differences are ${candidate} − ${baseline} in percentage points of accuracy: +x means that ${candidate} is ` +
        `better by x points${sign === "negative" ? ", and no sign is a plus" : ""}.`,
  fallbackName: { baseline: "the baseline", candidate: "the candidate" },
  mape: ({ baseline, candidate, figure, convention }) =>
    `The MAPE between ${baseline} and ${candidate}(${baseline} as ground truth) is ${figure}` +
    `${convention === null ? "" : ` (convention: ${convention})`}.`,
  mapeNotMeasured: (baseline, candidate, reason) =>
    `The MAPE between ${baseline} and ${candidate} was not measured: ${reason}`,
  behindMape: ({ observations, steps, dimensions, seed, interval, floor }) =>
    `It is over ${observations} observations × ${steps} steps × ${dimensions} dimensions, both stacks with the same noise ` +
    `(seed ${seed})${interval === null ? "" : `; 95 % interval ${interval[0]} to ${interval[1]}`}.${
      floor === null
        ? ""
        : ` Rounding alone (${floor.change}) changes the baseline's own actions by ${floor.percent}.`
    }`,
  speedup: (baseline, candidate) => `Speedup Ratio (${candidate} / ${baseline})`,
  behindSpeed: ({ baseline, candidate, baselineTime, candidateTime, interval }) =>
    `Mean time of a call: ${baseline} ${baselineTime}, ${candidate} ${candidateTime}; 95 % interval of the ratio ` +
    `${interval[0]} to ${interval[1]}. Above 100% the candidate is faster.`,
  status: ({ run, status, message }) =>
    status === "failed"
      ? `**The run ${run} failed: what stands below is not whole.** ${message}`
      : `**The run ${run} was interrupted: what stands below is not whole.** ${message}`,
};
