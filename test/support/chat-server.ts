import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ChatServer extends AsyncDisposable {
  readonly url: string;
  /** Bodies of the questions asked, as they came. */
  readonly bodies: string[];
  readonly port: number;
}

/** What a test server answers. */
export interface ChatServerOptions {
  readonly model?: string;
  readonly port?: number;
  readonly delayMilliseconds?: number;
  /** The reply to a prompt's text; a hash of it picks a letter unless told otherwise. */
  reply?(prompt: string, asked: number): string | Record<string, unknown>;
}

/** A server of the chat completions API on a free port of this machine. */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const { model = "small-model", delayMilliseconds = 0, reply = letterByHash } = options;
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === "GET") return send(response, listing(request, model));
    const body = await text(request);
    bodies.push(body);
    const { messages } = JSON.parse(body);
    const answer = reply(promptOf(messages), bodies.length);
    if (delayMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, delayMilliseconds));
    const choice = typeof answer === "string" ? { message: { role: "assistant", content: answer } } : answer;
    send(response, {
      id: "x",
      object: "chat.completion",
      model,
      choices: [{ index: 0, finish_reason: "stop", ...choice }],
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    bodies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A letter from A to D that depends on the prompt alone. */
export function letterByHash(prompt: string): string {
  const byte = createHash("sha256").update(prompt).digest()[0] ?? 0;
  return `ANSWER: ${"ABCD"[byte % 4]}`;
}

function listing(request: IncomingMessage, model: string): object {
  return request.url?.endsWith("/models")
    ? { object: "list", data: [{ id: model, object: "model", owned_by: "test", max_model_len: 4096 }] }
    : { version: "1.0" };
}

function send(response: ServerResponse, body: object): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

type Content = string | { type: string; text?: string }[];

function promptOf(messages: { content: Content }[]): string {
  return messages
    .map(({ content }) =>
      typeof content === "string" ? content : content.map((part) => part.text ?? "").join("\n"),
    )
    .join("\n");
}
