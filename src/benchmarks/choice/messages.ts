import type { Message } from "../../contracts/benchmark.ts";

/** One user message of text alone. */
export function userMessage(text: string): Message[] {
  return [{ role: "user", parts: [{ kind: "text", text }] }];
}
