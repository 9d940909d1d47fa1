import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { listen } from "./listen.ts";
import {
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
  const { port, close } = await listen(server, options);
  return { url: `http://${options.host}:${port}`, [Symbol.asyncDispose]: close };
}

async function respond(
  handler: RequestHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Like the servers of the model card, this one has no /health.
  if (request.url !== "/infer")
    return sendPage(response, 404, "Not Found", "The requested URL was not found on the server.");
  if (request.method !== "POST")
    return sendPage(response, 405, "Method Not Allowed", "The method is not allowed.");
  const body = await bodyOf(request);
  const failure = handler.next();
  if (failure === "hang") return;
  if (failure === "http-500")
    return sendPage(response, 500, "Internal Server Error", "The server encountered an internal error.");
  if (failure === "json-error") return sendJson(response, 400, refusal("Request format error"));
  const answer = await handler.answer(body, failure);
  if (failure === "close") return dropHalfway(response, answer);
  response
    .writeHead(200, { "content-type": "application/json", "content-length": answer.length })
    .end(answer);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Sends half of what was announced, then cuts the line. */
function dropHalfway(response: ServerResponse, answer: Uint8Array): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
  response.write(answer.subarray(0, Math.floor(answer.length / 2)), () => response.destroy());
}

function sendPage(response: ServerResponse, status: number, title: string, text: string): void {
  const page = `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`;
  response.writeHead(status, { "content-type": "text/html" }).end(page);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function refusal(error: string) {
  return { success: false, error };
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, error instanceof FvalidateError ? 400 : 500, refusal(messageOf(error)));
}
