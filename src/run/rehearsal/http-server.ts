import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { listen } from "./listen.ts";
import {
  MAXIMUM_REQUEST_BYTES,
  type RehearsalOptions,
  type RehearsalServer,
  type RequestHandler,
  requestHandler,
} from "./policy-server.ts";

/** Offers a policy over `POST /infer`, as FlagScale's servers do. */
export async function startHttpRehearsal(options: RehearsalOptions): Promise<RehearsalServer> {
  const handler = requestHandler(options);
  const server = createServer((request, response) => {
    respond(handler, request, response).catch((error: unknown) => sendError(response, error));
  });
  const { authority, close } = await listen(server, options);
  return { url: `http://${authority}`, [Symbol.asyncDispose]: close };
}

async function respond(
  handler: RequestHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path] = (request.url ?? "").split("?");
  // Like the servers of the model card, this one has no /health.
  if (path !== "/infer")
    return sendPage(response, 404, "There is no such route; POST /infer is the only one.");
  if (request.method !== "POST") return sendPage(response, 405, "The route takes POST alone.");
  const body = await bodyOf(request);
  if (body === null) return sendPage(response, 413, "The request is too large.");
  const failure = handler.next();
  if (failure === "hang") return;
  if (failure === "http-500") return sendPage(response, 500, "The server met a planted failure.");
  if (failure === "json-error") return sendRefusal(response, "Request format error");
  const answer = await handler.answer(body, failure);
  response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
  if (failure === "close") dropHalfway(response, answer);
  else response.end(answer);
}

/** `null` for more bytes than any observation has. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_REQUEST_BYTES) return null;
  }
  return Buffer.concat(chunks);
}

/** Sends half of what was announced, then cuts the line. */
function dropHalfway(response: ServerResponse, answer: Uint8Array): void {
  response.write(answer.subarray(0, Math.floor(answer.length / 2)), () => response.destroy());
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Request Entity Too Large",
  500: "Internal Server Error",
};

/** What Flask sends where no route of the server's own answers: a page, not JSON. */
function sendPage(response: ServerResponse, status: number, text: string): void {
  const title = TITLES[status] ?? "";
  const page = `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`;
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(page);
}

function sendRefusal(response: ServerResponse, error: string): void {
  response
    .writeHead(400, { "content-type": "application/json" })
    .end(JSON.stringify({ success: false, error }));
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else if (error instanceof FvalidateError && error.kind === "input") sendRefusal(response, error.message);
  else if (error instanceof SyntaxError) sendPage(response, 400, "The request is not JSON.");
  else sendPage(response, 500, escaped(messageOf(error)));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
