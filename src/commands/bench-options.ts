import { ACCURACY_POLICIES } from "../contracts/bench-result.ts";
import type { AccuracyLimits } from "../contracts/bench-run.ts";
import { CHAT_APIS } from "../contracts/chat.ts";
import type { BenchOptions } from "../run/bench/options.ts";
import type { Suite } from "../suite/load.ts";
import { FvalidateError } from "../support/errors.ts";
import { choice, integerFlag, isSet, numberFlag, type Parsed, text } from "./arguments.ts";
import { BENCH_RUN_FLAGS } from "./bench-flags.ts";
import { benchTasks } from "./bench-tasks.ts";
import { armsOf } from "./pi0-options.ts";
import { resumeOf } from "./resume-flag.ts";
import { shardOf } from "./shard-flags.ts";

/**
 * Flags over environment over suite over defaults.
 * @throws FvalidateError of kind `usage` or `suite`
 */
export async function benchOptions(parsed: Parsed): Promise<BenchOptions> {
  const arms = await armsOf(parsed, "bench-endpoints");
  const { suite } = arms;
  requireKind(suite);
  const { bench } = suite;
  const seconds = (flag: string, other: number) =>
    (numberFlag(parsed, flag, { minimum: 0.001 }) ?? other) * 1000;
  return {
    ...arms,
    tasks: await benchTasks(parsed, suite),
    baselineUrls: urls(parsed, "baseline-url"),
    candidateUrls: urls(parsed, "candidate-url"),
    baselineModel: text(parsed, "baseline-model"),
    candidateModel: text(parsed, "candidate-model"),
    api: choice(parsed, "api", CHAT_APIS) ?? bench.api,
    concurrency: integerFlag(parsed, "concurrency", 1) ?? bench.concurrency,
    repeats: integerFlag(parsed, "repeats", 1) ?? bench.repeats,
    baselineRepeat: isSet(parsed, "baseline-repeat"),
    logprobs: integerFlag(parsed, "logprobs", 0),
    seed: integerFlag(parsed, "seed", 0) ?? bench.seed,
    timeoutMilliseconds: seconds("timeout", bench.timeoutSeconds),
    maxRetries: integerFlag(parsed, "max-retries", 0) ?? bench.maxRetries,
    outageMilliseconds: seconds("outage", bench.outageSeconds),
    policy: choice(parsed, "policy", ACCURACY_POLICIES) ?? bench.policy.name,
    limits: limitsOf(parsed, suite),
    judge: judgeOf(parsed, suite),
    requireEvidence: isSet(parsed, "require-evidence"),
    parallel: isSet(parsed, "parallel"),
    outputPath: text(parsed, "output-path") ?? "reports",
    resume: resumeOf(parsed),
    retryErrors: isSet(parsed, "retry-errors"),
    freezeOnly: isSet(parsed, "freeze-only"),
    command: commandLine(parsed),
    shard: shardOf(parsed),
  };
}

function requireKind({ kind, name }: Suite): void {
  if (kind === "bench") return;
  throw new FvalidateError("usage", `The suite ${name} is of kind ${kind}: it holds no benchmarks.`, {
    hint: `Run it with "fvalidate pi0 --suite ${name}", or name a suite of kind bench.`,
  });
}

function urls(parsed: Parsed, flag: string): string[] | null {
  const given = text(parsed, flag);
  if (given === null) return null;
  const listed = given.split(",").map((url) => url.trim());
  const wrong = listed.find((url) => !URL.canParse(url) || !/^https?:/.test(url));
  if (wrong === undefined) return listed;
  throw new FvalidateError("usage", `--${flag}: "${wrong}" is no address.`, {
    hint: "Take http://127.0.0.1:8000, or several with commas between them.",
  });
}

function limitsOf(parsed: Parsed, { bench }: Suite): AccuracyLimits {
  const { name: _, ...limits } = bench.policy;
  return {
    ...limits,
    marginPoints: numberFlag(parsed, "margin", { minimum: 1e-6, maximum: 100 }) ?? limits.marginPoints,
    errorBudget: numberFlag(parsed, "error-budget", { minimum: 0, maximum: 1 }) ?? limits.errorBudget,
  };
}

function judgeOf(parsed: Parsed, { bench }: Suite): BenchOptions["judge"] {
  const url = urls(parsed, "judge-url")?.[0] ?? bench.judge?.url;
  if (url !== undefined) return { url, model: text(parsed, "judge-model") ?? bench.judge?.model ?? null };
  if (text(parsed, "judge-model") === null) return null;
  throw new FvalidateError("usage", "--judge-model needs --judge-url: where the grader is.");
}

/** What was asked for, without where it was written: the same run has the same command line. */
function commandLine(parsed: Parsed): string[] {
  const flags = Object.keys(BENCH_RUN_FLAGS).flatMap((flag) => {
    const value = parsed[flag];
    if (value === undefined || value === false) return [];
    return value === true ? [`--${flag}`] : [`--${flag}`, String(value)];
  });
  return ["bench", ...flags];
}
