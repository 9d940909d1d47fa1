import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request for an answer, as the server sees it. */
export interface SeenRequest {
  /** The last message's text, or the prompt. */
  readonly question: string;
  /** Requests for answers so far, of whatever question, this one included. */
  readonly count: number;
  /** Requests for this question so far, this one included. */
  readonly attempt: number;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The bytes as they came. */
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the server does with a request. */
export type Behaviour = (response: ServerResponse, request: SeenRequest) => void | Promise<void>;

export interface MisbehavingOptions {
  /** Chooses what happens to a request: by its count, by the question, or by how often it was asked. */
  readonly script: (request: SeenRequest) => Behaviour;
  /** Entries of `/v1/models`; `null`: there is no such route. */
  readonly models?: readonly Readonly<Record<string, unknown>>[] | null;
  /** What other routes do, by their paths: `/health`, `/version`, `/v1/models`. */
  readonly routes?: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>>;
  /** A free one unless given. */
  readonly port?: number;
}

export interface MisbehavingServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly SeenRequest[];
  /** The most requests that were in flight at once. */
  readonly mostInFlight: () => number;
}

/** A chat server on this machine that does to each request what its script says. */
export async function misbehavingServer(options: MisbehavingOptions): Promise<MisbehavingServer> {
  const { script, routes = {}, models = [{ id: "tiny", object: "model" }] } = options;
  const seen: SeenRequest[] = [];
  const attempts = new Map<string, number>();
  let [inFlight, most] = [0, 0];
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const route = routes[path];
    if (route !== undefined) return route(response, request);
    if (request.method === "GET") {
      const isListing = path === "/v1/models" && models !== null;
      return isListing
        ? sendJson(response, 200, { object: "list", data: models })
        : sendJson(response, 404, {});
    }
    inFlight += 1;
    most = Math.max(most, inFlight);
    response.once("close", () => {
      inFlight -= 1;
    });
    const text = await textOf(request);
    const body = JSON.parse(text);
    const question = questionIn(body);
    const attempt = (attempts.get(question) ?? 0) + 1;
    attempts.set(question, attempt);
    const one = { question, attempt, count: seen.length + 1, path, headers: request.headers, text, body };
    seen.push(one);
    await script(one)(response, one);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    mostInFlight: () => most,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The right answer to a question, and to no other one. */
export function rightAnswer(question: string): string {
  return `«${[...question].reverse().join("")}»`;
}

/** A whole, right response. */
export function replyTo({ question, path, body }: SeenRequest): Record<string, unknown> {
  const text = rightAnswer(question);
  const choice = path.endsWith("/chat/completions")
    ? { message: { role: "assistant", content: text } }
    : { text };
  return {
    id: "reply",
    object: "chat.completion",
    model: body["model"],
    choices: [{ index: 0, ...choice, logprobs: null, finish_reason: "stop" }],
    usage: { prompt_tokens: question.length, completion_tokens: text.length },
  };
}

export const answers: Behaviour = (response, request) => sendJson(response, 200, replyTo(request));

export function answersAfter(milliseconds: number): Behaviour {
  return async (response, request) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    answers(response, request);
  };
}

/** Answers with what is given instead of a reply; a function changes the right one. */
export function answersWith(
  change: string | Uint8Array | object | ((reply: Record<string, unknown>) => unknown),
): Behaviour {
  return (response, request) => {
    const content = typeof change === "function" ? change(replyTo(request)) : change;
    if (typeof content === "string" || content instanceof Uint8Array) response.writeHead(200).end(content);
    else sendJson(response, 200, content);
  };
}

export function refuses(
  status: number,
  body: unknown = { error: { message: `refused with ${status}` } },
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (response) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, headers).end(text);
  };
}

/** Closes the connection before anything of the answer. */
export const hangsUp: Behaviour = (response) => {
  response.socket?.destroy();
};

/** Closes the connection in the midst of the headers. */
export const hangsUpInHeaders: Behaviour = ({ socket }) => {
  socket?.write("HTTP/1.1 200 OK\r\nContent-Le", () => socket.destroy());
};

/** Closes the connection in the midst of the answer, which has its length in its headers or is sent in chunks. */
export function hangsUpInBody(hasLength: boolean): Behaviour {
  return (response, request) => {
    const text = JSON.stringify(replyTo(request));
    response.writeHead(200, hasLength ? { "content-length": Buffer.byteLength(text) } : {});
    response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  };
}

/** Sends the half of a right answer as though it were whole. */
export const truncates: Behaviour = (response, request) => {
  const text = JSON.stringify(replyTo(request));
  response.writeHead(200).end(text.slice(0, text.length / 2));
};

/** Never answers. */
export const hangs: Behaviour = () => {};

/** Sends a right answer, a byte at a time. */
export function drips(what: "headers" | "body", millisecondsBetween = 20): Behaviour {
  return async (response, request) => {
    const { socket } = response;
    const body = JSON.stringify(replyTo(request));
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    if (what === "body") socket?.write(head);
    for (const byte of Buffer.from(what === "body" ? body : head + body)) {
      if (socket === null || socket.destroyed) return;
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setTimeout(resolve, millisecondsBetween));
    }
  };
}

/** Goes through behaviours by how often the same question was asked, and stays with the last one. */
export function inTurn(...behaviours: readonly Behaviour[]): (request: SeenRequest) => Behaviour {
  return ({ attempt }) => behaviours[Math.min(attempt, behaviours.length) - 1] ?? answers;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function questionIn(body: { messages?: { content: unknown }[]; prompt?: string }): string {
  const content = body.messages?.at(-1)?.content ?? body.prompt;
  if (typeof content === "string") return content;
  const parts = content as { type: string; text?: string }[];
  return parts.map(({ text = "" }) => text).join("");
}
