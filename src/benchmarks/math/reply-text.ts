import { withoutReasoning } from "../extraction/reasoning.ts";

/** Longer replies are loops; only their end is read, which keeps them cheap. */
const LONGEST = 200_000;

/** A reply without its reasoning; `null` where it ends inside of that. */
export function replyText(reply: string): string | null {
  const { answer, unclosed } = withoutReasoning(reply);
  return unclosed ? null : answer.slice(-LONGEST);
}
