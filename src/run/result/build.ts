import { type Decision, decide } from "../../compare/decide.ts";
import { policyNamed } from "../../compare/policies/index.ts";
import { type Arm, RUN_SCHEMA } from "../../contracts/run-parts.ts";
import { type RunResult, runResultSchema } from "../../contracts/run-result.ts";
import type { Gate } from "../../contracts/verdict.ts";
import type { FvalidateError } from "../../support/errors.ts";
import { packageVersion } from "../../support/package-root.ts";
import type { Assessment } from "../assessment/assess.ts";
import type { JudgedPi0 } from "../options.ts";
import type { Plan } from "../plan.ts";
import { headlineOf } from "./headline.ts";
import { toJsonForm } from "./json-form.ts";
import { type Calls, latencyOf } from "./latency.ts";
import { warningsOf } from "./warnings.ts";

/** Everything that a finished run's result is made of. */
export interface ResultParts {
  readonly options: JudgedPi0;
  readonly id: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** The first line of every report. */
  readonly origin: string;
  readonly arms: { readonly baseline: Arm; readonly candidate: Arm };
  readonly capsule: RunResult["capsule"];
  readonly plan: Pick<Plan, "perturbation">;
  readonly calls: Calls;
  readonly assessment: Assessment | null;
  readonly failure: FvalidateError | null;
}

/** The whole result of a run, in the form in which `run.json` holds it. */
export function buildResult(parts: ResultParts): RunResult {
  const { options, assessment, failure, startedAt, endedAt } = parts;
  const { baseline, candidate } = parts.arms;
  const gates =
    assessment === null ? [] : policyNamed(options.policy).gates(assessment.findings, options.limits);
  const decision = decideRun(parts, gates);
  const result: RunResult = {
    schema: RUN_SCHEMA,
    id: parts.id,
    kind: "pi0",
    createdAt: startedAt.toISOString(),
    durationMilliseconds: endedAt.getTime() - startedAt.getTime(),
    status: statusOf(failure),
    failure: failure && {
      kind: failure.kind,
      message: failure.message,
      hint: failure.hint ?? null,
      ...(failure.log !== undefined && { log: failure.log }),
    },
    tool: { version: packageVersion(), node: process.versions.node },
    command: [...options.command],
    suite: { name: options.suite.name, title: options.suite.title },
    origin: parts.origin,
    baseline,
    candidate,
    capsule: parts.capsule,
    settings: settingsOf(options),
    ...(assessment?.comparison ?? { metrics: null, metricsReason: nothingCompared(failure) }),
    latency: latencyOf(parts.calls, options.seed),
    gates,
    verdict: decision.verdict,
    headline: headlineOf(decision.verdict, {
      options,
      identical: assessment?.comparison.bitIdentical ?? false,
    }),
    reasons: decision.reasons,
    warnings: warningsOf({ options, assessment, plan: parts.plan, baseline, candidate }),
  };
  // Parsed, so that what is written is what every reader of the schema accepts, keys in the schema's order.
  return runResultSchema.parse(toJsonForm(result));
}

function statusOf(failure: FvalidateError | null): RunResult["status"] {
  if (failure === null) return "complete";
  return failure.kind === "interrupted" ? "interrupted" : "failed";
}

function nothingCompared(failure: FvalidateError | null): string {
  return failure?.message ?? "no observation was answered by both stacks";
}

function asSentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function decideRun({ options, assessment, failure, capsule, arms }: ResultParts, gates: Gate[]): Decision {
  const { evidence } = arms.candidate;
  const compared = assessment?.comparison.shape.observations ?? 0;
  return decide(gates, {
    incomplete:
      failure === null && assessment !== null
        ? null
        : `${asSentence(nothingCompared(failure))} Both stacks answered ${compared} of ${capsule.observations} observations.`,
    contradictions: [arms.baseline, arms.candidate]
      .filter((arm) => arm.evidence.status === "contradicted")
      .map((arm) => `${arm.stack} is not what it is called: ${arm.evidence.summary}`),
    evidenceMissing:
      options.requireEvidence &&
      (evidence.status !== "proved" || assessment?.comparison.bitIdentical === true)
        ? `--require-evidence: nothing proves that the candidate ran as it should. ${evidence.summary}`
        : null,
    armsIdentical: assessment?.comparison.bitIdentical ?? false,
  });
}

function settingsOf(options: JudgedPi0): RunResult["settings"] {
  const { seed, repeats, policy, limits, requireEvidence, suite } = options;
  return { seed, repeats, policy, limits, requireEvidence, cardMapePercent: suite.cardMapePercent ?? null };
}
