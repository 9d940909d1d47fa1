const OPENED = "<think>";
const CLOSED = "</think>";

/**
 * What follows the last `</think>`, untouched.
 * @returns `unclosed` for a reply that ends inside of its reasoning: its answer is empty, whatever letters it holds
 */
export function withoutReasoning(text: string): { answer: string; unclosed: boolean } {
  const closedAt = text.lastIndexOf(CLOSED);
  const answer = closedAt === -1 ? text : text.slice(closedAt + CLOSED.length);
  return answer.includes(OPENED) ? { answer: "", unclosed: true } : { answer, unclosed: false };
}
