import type { ChatOutcome, RequestRest } from "../../../src/contracts/chat.ts";
import { openChatClient } from "../../../src/drivers/chat/client.ts";
import type { ChatClient, ChatClientOptions } from "../../../src/drivers/chat/options.ts";
import { requestRest } from "../../../src/drivers/chat/request.ts";
import { rightAnswer } from "./misbehaving-server.ts";

export interface TestClient extends ChatClient {
  readonly said: readonly string[];
}

/** A client with short pauses that keeps what it says. */
export async function clientOf(
  url: string | readonly string[],
  options: Partial<ChatClientOptions> = {},
  signal = new AbortController().signal,
): Promise<TestClient> {
  const said: string[] = [];
  const client = await openChatClient(
    {
      urls: typeof url === "string" ? [url] : url,
      model: null,
      api: "chat",
      apiKey: null,
      concurrency: 8,
      timeoutMilliseconds: 5000,
      maxRetries: 3,
      outageMilliseconds: 5000,
      pauses: { firstMilliseconds: 5, longestMilliseconds: 25 },
      say: (line) => said.push(line),
      ...options,
    },
    signal,
  );
  return Object.assign(client, { said });
}

export function restOf(question: string): RequestRest {
  return requestRest({
    api: "chat",
    messages: [{ role: "user", parts: [{ kind: "text", text: question }] }],
    sampling: { temperature: 0, maxTokens: 16 },
    seed: null,
  });
}

export function ask(client: ChatClient, question: string): Promise<ChatOutcome> {
  return client.ask(restOf(question), new AbortController().signal);
}

/** The questions `question 0`, `question 1`, …, no two of which have the same answer. */
export function questions(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `question ${i}`);
}

/** What each question came to: `right`, `WRONG: …` for an answer to another one, or the failure's class. */
export async function outcomes(client: ChatClient, asked: readonly string[]): Promise<Map<string, string>> {
  const found = await Promise.all(asked.map((question) => ask(client, question)));
  return new Map(asked.map((question, i) => [question, nameOf(question, found[i]!)]));
}

export function nameOf(question: string, outcome: ChatOutcome): string {
  if (outcome.state === "errored") {
    const { kind, status } = outcome.failure;
    return status === null ? kind : `${kind} ${status}`;
  }
  return outcome.reply.text === rightAnswer(question) ? "right" : `WRONG: ${outcome.reply.text}`;
}

/** How many questions came to what. */
export async function tally(client: ChatClient, asked: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of (await outcomes(client, asked)).values()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
