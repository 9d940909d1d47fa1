import type { Participants } from "../open-stacks.ts";

/** Why an arm has no second pass, for the report; said even where it has one, because a run may end before it. */
export function repeatReasons(
  participants: Participants,
  repeats: number,
): { baseline: string; candidate: string } {
  return {
    baseline: repeatReason(participants, "baseline", repeats),
    candidate: repeatReason(participants, "candidate", repeats),
  };
}

function repeatReason(participants: Participants, role: "baseline" | "candidate", repeats: number): string {
  const channel = participants.inRole(role)?.opened.channel;
  if (repeats < 2) return "each question was asked once (--repeats 1)";
  if (channel?.kind === "recording" && channel.recorded.passes < 2) return "it was recorded once";
  return "the run ended before the questions were asked again";
}
