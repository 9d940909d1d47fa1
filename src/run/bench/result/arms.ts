import type { BenchArm as ArmResult } from "../../../contracts/bench-run.ts";
import type { Gatherings } from "../arms/arm-context.ts";
import type { BenchArm, BenchRole } from "../arms/open-arms.ts";

/** What both arms were and did, asked when all questions have been. */
export async function armResults(
  arms: readonly BenchArm[],
  gathered: Gatherings,
  startedAt: Date,
): Promise<{ baseline: ArmResult; candidate: ArmResult }> {
  const of = { arms, gathered, startedAt };
  return { baseline: await armOf(of, "baseline"), candidate: await armOf(of, "candidate") };
}

async function armOf(
  { arms, gathered, startedAt }: { arms: readonly BenchArm[]; gathered: Gatherings; startedAt: Date },
  role: BenchRole,
): Promise<ArmResult> {
  const arm = arms.find((one) => one.role === role);
  if (arm === undefined) throw new RangeError(`no ${role}`);
  const { stack, label, opened } = arm;
  const report = gathered.reports[role];
  const { serverFacts = {}, ...asked } = report ?? NEVER_ASKED;
  return {
    stack,
    label,
    source: opened.source,
    environment: { ...opened.environment, ...serverFacts },
    evidence: await opened.evidence(startedAt),
    ...asked,
  };
}

const NEVER_ASKED = {
  model: null,
  fingerprint: "",
  serverFacts: {},
  requests: 0,
  retries: 0,
  outages: 0,
  resumed: 0,
  askedMilliseconds: 0,
};
