import { type Decision, decide } from "../../compare/decide.ts";
import { policyNamed } from "../../compare/policies/index.ts";
import { type Arm, RUN_SCHEMA } from "../../contracts/run-parts.ts";
import { type RunResult, runResultSchema } from "../../contracts/run-result.ts";
import type { Gate } from "../../contracts/verdict.ts";
import type { FvalidateError } from "../../support/errors.ts";
import { packageVersion } from "../../support/package-root.ts";
import type { Assessment } from "../assessment/assess.ts";
import type { Journal } from "../journal.ts";
import type { Participant, Participants } from "../open-stacks.ts";
import type { Pi0Options } from "../options.ts";
import type { Plan, Role } from "../plan.ts";
import type { Questions } from "../questions.ts";
import type { TimedCalls } from "../time-calls.ts";
import { headlineOf } from "./headline.ts";
import { toJsonForm } from "./json-form.ts";
import { latencyOf } from "./latency.ts";
import { warningsOf } from "./warnings.ts";

/** Everything that a finished run's result is made of. */
export interface ResultParts {
  readonly options: Pi0Options;
  readonly id: string;
  readonly startedAt: Date;
  readonly participants: Participants;
  readonly questions: Questions;
  readonly plan: Plan;
  readonly journal: Journal;
  /** Calls that were made for their times alone. */
  readonly timed: Partial<Record<Role, TimedCalls>>;
  readonly assessment: Assessment | null;
  readonly failure: FvalidateError | null;
}

/** The whole result of a run, in the form in which `run.json` holds it. */
export async function buildResult(parts: ResultParts): Promise<RunResult> {
  const { options, assessment, failure, startedAt } = parts;
  const baseline = await armOf(parts, "baseline");
  const candidate = await armOf(parts, "candidate");
  const gates =
    assessment === null ? [] : policyNamed(options.policy).gates(assessment.findings, options.limits);
  const decision = decideRun(parts, gates, { baseline, candidate });
  const result: RunResult = {
    schema: RUN_SCHEMA,
    id: parts.id,
    kind: "pi0",
    createdAt: startedAt.toISOString(),
    durationMilliseconds: Date.now() - startedAt.getTime(),
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
    origin: describeOrigin(parts.participants),
    baseline,
    candidate,
    capsule: capsuleOf(parts.questions),
    settings: settingsOf(options),
    ...(assessment?.comparison ?? { metrics: null, metricsReason: nothingCompared(failure) }),
    latency: latencyOf(parts),
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

/** The first line of every report: which numbers are replayed, live or from a policy in this process. */
export function describeOrigin({ all }: Pick<Participants, "all">): string {
  const live = all.filter(({ opened }) => opened.channel.kind !== "recording");
  if (live.length === 0) return `Replaying recordings: ${titlesOf(all)}. No server was contacted.`;
  const replayed = all.filter((participant) => !live.includes(participant));
  if (replayed.length === 0) return `Live run: ${live.map(describeParticipant).join(", ")}.`;
  const asked = live.map((participant) => `${describeParticipant(participant)} (${participant.role})`);
  const named = replayed.map(({ stack, role }) => `${stack} (${role})`);
  return `Live run: ${asked.join(", ")}, against a recording of ${named.join(" and ")}: ${titlesOf(replayed)}.`;
}

/** What was recorded on what; one recording may hold several stacks. */
function titlesOf(participants: readonly Participant[]): string {
  const titles = participants.flatMap(({ opened: { channel } }) =>
    channel.kind === "recording" ? [channel.recorded.title] : [],
  );
  return [...new Set(titles)].join(" and ");
}

function describeParticipant({ stack, opened: { channel, life } }: Participant): string {
  if (channel.kind !== "address") return `${stack} embedded in this process`;
  return life === undefined ? `${stack} at ${channel.url}` : `${stack} started for this run (${life.where})`;
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

function decideRun(
  { options, assessment, failure, questions }: ResultParts,
  gates: Gate[],
  arms: { baseline: Arm; candidate: Arm },
): Decision {
  const { evidence } = arms.candidate;
  const compared = assessment?.comparison.shape.observations ?? 0;
  return decide(gates, {
    incomplete:
      failure === null && assessment !== null
        ? null
        : `${asSentence(nothingCompared(failure))} Both stacks answered ${compared} of ${questions.observations} observations.`,
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

async function armOf({ participants, startedAt }: ResultParts, role: "baseline" | "candidate"): Promise<Arm> {
  const participant = participants.inRole(role);
  if (participant === undefined) throw new RangeError(`no ${role}`);
  const { stack, label, opened } = participant;
  const evidence = await opened.evidence(startedAt);
  return { stack, label, source: opened.source, environment: opened.environment, evidence };
}

function capsuleOf(questions: Questions): RunResult["capsule"] {
  return {
    sha256: questions.sha256,
    ...(questions.sha256Reason === undefined ? {} : { sha256Reason: questions.sha256Reason }),
    observations: questions.observations,
    noiseSha256: questions.noiseSha256,
    profile: questions.profile,
    description: questions.description,
  };
}

function settingsOf(options: Pi0Options): RunResult["settings"] {
  const { seed, repeats, policy, limits, requireEvidence, suite } = options;
  return { seed, repeats, policy, limits, requireEvidence, cardMapePercent: suite.cardMapePercent ?? null };
}
