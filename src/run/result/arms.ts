import type { Arm } from "../../contracts/run-parts.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import type { Participants } from "../open-stacks.ts";
import type { Questions } from "../questions.ts";

/** What both arms were, asked when all questions have been. */
export async function armsOf(
  participants: Participants,
  startedAt: Date,
): Promise<{ baseline: Arm; candidate: Arm }> {
  const baseline = await armOf(participants, "baseline", startedAt);
  return { baseline, candidate: await armOf(participants, "candidate", startedAt) };
}

async function armOf(
  participants: Participants,
  role: "baseline" | "candidate",
  startedAt: Date,
): Promise<Arm> {
  const participant = participants.inRole(role);
  if (participant === undefined) throw new RangeError(`no ${role}`);
  const { stack, label, opened } = participant;
  const evidence = await opened.evidence(startedAt);
  return { stack, label, source: opened.source, environment: opened.environment, evidence };
}

/** The frozen inputs, as a result holds them. */
export function capsuleOf(questions: Questions): RunResult["capsule"] {
  return {
    sha256: questions.sha256,
    ...(questions.sha256Reason === undefined ? {} : { sha256Reason: questions.sha256Reason }),
    observations: questions.observations,
    noiseSha256: questions.noiseSha256,
    profile: questions.profile,
    description: questions.description,
  };
}
