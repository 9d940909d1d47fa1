import { calibrate } from "../compare/accuracy/calibrate.ts";
import { DEFAULT_ACCURACY_LIMITS } from "../compare/accuracy/limits.ts";
import type { BenchmarkResult } from "../contracts/bench-result.ts";
import type { AccuracyLimits } from "../contracts/bench-run.ts";
import { readRun } from "../contracts/read-run.ts";
import { type CalibrationRow, calibrationTable } from "../report/bench/calibration-table.ts";
import { FvalidateError } from "../support/errors.ts";
import { printLine } from "../support/terminal.ts";
import { integerFlag, isSet, numberFlag, type Parsed, text } from "./arguments.ts";
import type { Command } from "./command.ts";

/** The cards' quick check, and a rate of flips between runs of one server in the middle of what CI threads report. */
const DEFAULTS = { questions: 50, accuracy: 0.5, flips: 0.1 };

/** One benchmark, and how often its answers flip by themselves. */
type Case = Omit<CalibrationRow, "policies">;

/** `fvalidate calibrate [RUN]` */
export const calibrateCommand: Command = {
  flags: {
    questions: { type: "number", describe: `without a run: how many are asked [${DEFAULTS.questions}]` },
    accuracy: { type: "number", describe: `… the baseline's, a fraction [${DEFAULTS.accuracy}]` },
    flips: {
      type: "number",
      describe: `share of answers that flip between two runs of one stack [${DEFAULTS.flips}]`,
    },
    margin: { type: "number", describe: "of the policy equivalence, percentage points [5]" },
    json: { type: "boolean", describe: "print JSON" },
  },
  examples: [
    ["$0 calibrate --questions 50 --accuracy 0.4", "the gates on a quiz of fifty questions"],
    ["$0 calibrate reports/bench-…", "the gates at a run's own sizes and flips"],
  ],
  async run(parsed) {
    const run = text(parsed, "run");
    const cases = run === null ? [caseOf(parsed)] : await casesOf(run, numberFlag(parsed, "flips", SHARE));
    const limits = limitsOf(parsed);
    const rows = cases.map((one) => ({ ...one, policies: policiesOf(one, limits) }));
    if (isSet(parsed, "json")) printLine(JSON.stringify(rows, null, 2));
    else printLine(calibrationTable(rows));
    return 0;
  },
};

const SHARE = { minimum: 0, maximum: 1 };

function caseOf(parsed: Parsed): Case {
  return {
    benchmark: "any",
    n: integerFlag(parsed, "questions", 1) ?? DEFAULTS.questions,
    accuracy: numberFlag(parsed, "accuracy", SHARE) ?? DEFAULTS.accuracy,
    flipRate: numberFlag(parsed, "flips", SHARE) ?? DEFAULTS.flips,
  };
}

async function casesOf(path: string, flips: number | null): Promise<Case[]> {
  const run = await readRun(path);
  if (run.kind === "bench") return run.benchmarks.flatMap((benchmark) => caseOfBenchmark(benchmark, flips));
  throw new FvalidateError("usage", `${path} is a run of ${run.kind}: it has no accuracies.`);
}

/** The baseline's own flips where they were measured, else those between the arms, which are no fewer as a rule. */
function caseOfBenchmark(benchmark: BenchmarkResult, flips: number | null): Case[] {
  if ("unscoredReason" in benchmark || benchmark.baseline.accuracy === null) return [];
  const { selfNoise, n } = benchmark;
  const between = (benchmark.flips.lost + benchmark.flips.gained) / n;
  const measured = selfNoise === null ? between : selfNoise.baselineFlips / selfNoise.n;
  return [
    { benchmark: benchmark.name, n, accuracy: benchmark.baseline.accuracy, flipRate: flips ?? measured },
  ];
}

function limitsOf(parsed: Parsed): AccuracyLimits {
  const marginPoints = numberFlag(parsed, "margin", { minimum: 1e-6, maximum: 100 });
  return { ...DEFAULT_ACCURACY_LIMITS, ...(marginPoints !== null && { marginPoints }) };
}

function policiesOf({ n, accuracy, flipRate }: Case, limits: AccuracyLimits): CalibrationRow["policies"] {
  return calibrate({ n, accuracy, flipRate }, limits).map(({ policy, ...shares }) => ({
    name: policy,
    ...shares,
  }));
}
