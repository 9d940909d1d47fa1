import type { Participant, Participants } from "../open-stacks.ts";

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
