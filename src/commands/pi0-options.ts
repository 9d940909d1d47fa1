import { MAPE_CONVENTIONS, type MapeConventionName } from "../compare/metrics/mape-conventions.ts";
import { POLICIES } from "../compare/policies/index.ts";
import { CAMERAS, type Camera } from "../contracts/policy.ts";
import type { Limits } from "../contracts/verdict.ts";
import { PROFILES } from "../drivers/index.ts";
import type { ObservationFiles } from "../run/capsule/index.ts";
import type { Arms, CapsuleSource, Pi0Options } from "../run/options.ts";
import type { LatencyCalls } from "../run/time-calls.ts";
import { loadSuite, type Suite, stackEntry } from "../suite/load.ts";
import { FvalidateError } from "../support/errors.ts";
import { choice, integerFlag, isSet, numberFlag, type Parsed, requiredText, text } from "./arguments.ts";
import { CI_FLAGS } from "./ci-flags.ts";
import { FORMAT_FLAG } from "./format-flag.ts";
import { HISTORY_FLAGS } from "./history-flags.ts";
import { SHARD_FLAGS, shardOf } from "./shard-flags.ts";

const CONVENTIONS = Object.keys(MAPE_CONVENTIONS) as MapeConventionName[];

/** The flags that change a run's result: what "how to reproduce" repeats. */
export const PI0_RUN_FLAGS = {
  baseline: { type: "string", describe: "the reference stack, by its name in the suite" },
  candidate: { type: "string", describe: "the stack that is judged, by its name in the suite" },
  suite: { type: "string", describe: "a shipped suite's name or a path [pi0]" },
  golden: { type: "string", describe: "a stack in higher precision that both are measured against" },
  "baseline-url": { type: "string", describe: "the baseline's address, for endpoint stacks" },
  "candidate-url": { type: "string", describe: "the candidate's address, for endpoint stacks" },
  profile: { type: "string", describe: `the servers' wire protocol: ${Object.keys(PROFILES).join(", ")}` },
  observations: { type: "number", describe: "how many observations to draw for live stacks [32]" },
  seed: { type: "number", describe: "of observations, noise, bootstrap and sign flips [42]" },
  capsule: { type: "string", describe: "ask with the frozen inputs of an earlier run" },
  "base-img": { type: "string", describe: "one observation from files: the base camera's picture" },
  "left-wrist-img": { type: "string", describe: "… the left wrist camera's picture" },
  "right-wrist-img": { type: "string", describe: "… the right wrist camera's picture" },
  state: { type: "string", describe: "… the state: .npy, .json or numbers in a text file" },
  instruction: { type: "string", describe: "… the instruction" },
  repeats: { type: "number", describe: "how often each stack is asked the same [2]" },
  timeout: { type: "number", describe: "seconds to wait for one answer [300]" },
  policy: { type: "string", describe: `which gates decide: ${Object.keys(POLICIES).join(", ")} [floor]` },
  "max-mape": { type: "number", describe: "limit on MAPE, in percent [5]" },
  "max-floors": { type: "number", describe: "limit on WAPE, in perturbation floors [1.5]" },
  "min-coherence-p": { type: "number", describe: "smallest p at which errors pass as not systematic [0.01]" },
  mape: { type: "string", describe: `MAPE convention: ${CONVENTIONS.join(", ")} [naive]` },
  "action-dim": { type: "number", describe: "compare the first N action dimensions only" },
  parallel: { type: "boolean", describe: "have started stacks up at the same time, on two devices" },
  latency: { type: "boolean", describe: "time calls for themselves, after the questions" },
  warmup: { type: "number", describe: "with --latency: calls that are made first and not counted [10]" },
  iterations: { type: "number", describe: "with --latency: calls that are timed [100]" },
  "require-evidence": { type: "boolean", describe: "inconclusive unless evidence shows that FlagOS ran" },
} as const;

/** Every flag of `fvalidate pi0`. */
export const PI0_FLAGS = {
  ...PI0_RUN_FLAGS,
  ...HISTORY_FLAGS,
  ...FORMAT_FLAG,
  ...CI_FLAGS,
  ...SHARD_FLAGS,
  "allow-inconclusive": { type: "boolean", describe: "exit 0 instead of 4 when the verdict is inconclusive" },
  "output-path": { type: "string", describe: "where the run's folder is made [reports]" },
  json: { type: "boolean", describe: "print the result as JSON and nothing else" },
} as const;

/**
 * Flags over environment over suite over defaults.
 * @throws FvalidateError of kind `usage` or `suite`.
 */
export async function pi0Options(parsed: Parsed): Promise<Pi0Options> {
  const { suite, baseline, candidate } = await armsOf(parsed, "pi0");
  requireKind(suite);
  const golden = text(parsed, "golden") ?? suite.golden ?? null;
  if (golden !== null) stackEntry(suite, golden);
  const urls = { baselineUrl: text(parsed, "baseline-url"), candidateUrl: text(parsed, "candidate-url") };
  requireTwoAddresses(suite, { baseline, candidate, ...urls });
  return {
    suite,
    baseline,
    candidate,
    golden,
    ...urls,
    profile: choice(parsed, "profile", Object.keys(PROFILES)) ?? suite.profile,
    capsule: capsuleSource(parsed, suite),
    seed: integerFlag(parsed, "seed", 0) ?? suite.capsule.seed,
    repeats: integerFlag(parsed, "repeats", 1) ?? suite.repeats,
    timeoutMilliseconds: (numberFlag(parsed, "timeout", { minimum: 0.001 }) ?? suite.timeoutSeconds) * 1000,
    policy: choice(parsed, "policy", Object.keys(POLICIES)) ?? suite.policy.name,
    limits: {
      ...suiteLimits(suite.policy),
      maxMapePercent: numberFlag(parsed, "max-mape", { minimum: 0 }) ?? suite.policy.maxMapePercent,
      maxFloors: numberFlag(parsed, "max-floors", { minimum: 0 }) ?? suite.policy.maxFloors,
      minCoherenceP:
        numberFlag(parsed, "min-coherence-p", { minimum: 0, maximum: 1 }) ?? suite.policy.minCoherenceP,
    },
    mapeConvention: choice(parsed, "mape", CONVENTIONS) ?? "naive",
    actionDimensions: integerFlag(parsed, "action-dim", 1),
    requireEvidence: isSet(parsed, "require-evidence"),
    parallel: isSet(parsed, "parallel"),
    latencyCalls: latencyCalls(parsed),
    outputPath: text(parsed, "output-path") ?? "reports",
    command: commandLine(parsed),
    shard: shardOf(parsed),
  };
}

/**
 * The suite and its two arms: flags over suite.
 * @param suiteName the suite where none is given; `null` where one must be
 */
export async function armsOf(parsed: Parsed, suiteName: string | null): Promise<Arms> {
  const suite = await loadSuite(text(parsed, "suite") ?? suiteName ?? requiredText(parsed, "suite"));
  const baseline = text(parsed, "baseline") ?? suite.baseline ?? requiredText(parsed, "baseline");
  const candidate = text(parsed, "candidate") ?? suite.candidate ?? requiredText(parsed, "candidate");
  requireTwoStacks(suite, baseline, candidate);
  return { suite, baseline, candidate };
}

function requireKind({ kind, name }: Suite): void {
  if (kind === "pi0") return;
  throw new FvalidateError("usage", `The suite ${name} is of kind ${kind}: it holds no pi0 stacks.`, {
    hint: `"fvalidate run --suite ${name} --dry-run" shows what it does, --start-only brings its stacks up and down.`,
  });
}

function latencyCalls(parsed: Parsed): LatencyCalls | null {
  const warmup = integerFlag(parsed, "warmup", 0);
  const iterations = integerFlag(parsed, "iterations", 2);
  if (isSet(parsed, "latency")) return { warmup: warmup ?? 10, iterations: iterations ?? 100 };
  if (warmup === null && iterations === null) return null;
  throw new FvalidateError("usage", "--warmup and --iterations belong to --latency.");
}

/** A suite's policy is its limits beside its name. */
function suiteLimits({ name: _, ...limits }: Suite["policy"]): Limits {
  return limits;
}

function requireTwoStacks(suite: Suite, baseline: string, candidate: string): void {
  stackEntry(suite, baseline);
  stackEntry(suite, candidate);
  if (baseline !== candidate) return;
  throw new FvalidateError("usage", `${baseline} cannot be both baseline and candidate.`, {
    hint: `Choose two of: ${Object.keys(suite.stacks).join(", ")}. Every run asks each stack twice by itself.`,
  });
}

function requireTwoAddresses(
  suite: Suite,
  run: { baseline: string; candidate: string; baselineUrl: string | null; candidateUrl: string | null },
): void {
  const addressOf = (stack: string, url: string | null) => {
    const entry = stackEntry(suite, stack);
    return url ?? (entry.target === "endpoint" ? entry.url : null);
  };
  const address = addressOf(run.baseline, run.baselineUrl);
  if (address === null || address !== addressOf(run.candidate, run.candidateUrl)) return;
  throw new FvalidateError(
    "usage",
    `Baseline and candidate have the same address, ${address}: that is one stack.`,
    {
      hint: "Start the second server on another port and name it with --candidate-url.",
    },
  );
}

function capsuleSource(parsed: Parsed, suite: Suite): CapsuleSource {
  const folder = text(parsed, "capsule");
  const files = observationFiles(parsed, suite.capsule.cameras);
  const observations = integerFlag(parsed, "observations", 1);
  const given = [
    folder === null ? null : "--capsule",
    files === null ? null : "--base-img …",
    observations === null ? null : "--observations",
  ].filter((flag) => flag !== null);
  if (given.length > 1) {
    throw new FvalidateError("usage", `${given.join(" and ")} exclude one another: each says what to ask.`);
  }
  if (folder !== null) return { kind: "capsule", folder };
  if (files !== null) return { kind: "files", ...files };
  return {
    kind: "seed",
    observations: observations ?? suite.capsule.observations,
    asked: observations !== null,
    seedAsked: integerFlag(parsed, "seed", 0) !== null,
  };
}

const IMAGE_FLAGS = {
  base: "base-img",
  leftWrist: "left-wrist-img",
  rightWrist: "right-wrist-img",
} as const satisfies Record<Camera, string>;

/** All that the suite's robot has, or none: a missing picture must never become a black one. */
function observationFiles(parsed: Parsed, cameras: readonly Camera[]): ObservationFiles | null {
  const flags = [...cameras.map((camera) => IMAGE_FLAGS[camera]), "state", "instruction"] as const;
  requireKnownCameras(parsed, cameras);
  const missing = flags.filter((flag) => text(parsed, flag) === null);
  if (missing.length === flags.length) return null;
  if (missing.length > 0) {
    throw new FvalidateError(
      "usage",
      `An observation from files also needs ${missing.map((flag) => `--${flag}`).join(", ")}.`,
    );
  }
  const paths = cameras.map((camera) => [camera, requiredText(parsed, IMAGE_FLAGS[camera])] as const);
  return {
    imageFiles: Object.fromEntries(paths),
    stateFile: requiredText(parsed, "state"),
    instruction: requiredText(parsed, "instruction"),
  };
}

/** A picture that would not be sent must not look as if it was. */
function requireKnownCameras(parsed: Parsed, cameras: readonly Camera[]): void {
  const unused = CAMERAS.find(
    (camera) => !cameras.includes(camera) && text(parsed, IMAGE_FLAGS[camera]) !== null,
  );
  if (unused === undefined) return;
  throw new FvalidateError(
    "usage",
    `--${IMAGE_FLAGS[unused]}: the suite's capsule has no camera ${unused}, so this picture would not be sent.`,
    { hint: `Its cameras: ${cameras.join(", ")}. Another set belongs under capsule: cameras in the suite.` },
  );
}

/** What was asked for, without where it was written: the same run has the same command line. */
function commandLine(parsed: Parsed): string[] {
  const flags = Object.keys(PI0_RUN_FLAGS).flatMap((flag) => {
    const value = parsed[flag];
    if (value === undefined || value === false) return [];
    return value === true ? [`--${flag}`] : [`--${flag}`, String(value)];
  });
  return ["pi0", ...flags];
}
