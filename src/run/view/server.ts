import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../../support/errors.ts";
import { listen } from "../rehearsal/listen.ts";
import { fileHeaders, pageHeaders, plainHeaders, refusalOf } from "./guard.ts";
import { RunListing } from "./listing.ts";
import type { ReportsFolder } from "./reports-folder.ts";
import { RenderThreads } from "./threads.ts";
import { type Reply, Viewer } from "./viewer.ts";

/** Nobody else on the network can reach it. */
const LOOPBACK = "127.0.0.1";

export interface ViewServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
}

/**
 * Serves the runs of a folder to this machine's own browser: it only reads, and writes nothing.
 * @param port 0 for any free one
 * @throws FvalidateError of kind `usage` where the port is taken
 */
export async function startViewServer(reports: ReportsFolder, port: number): Promise<ViewServer> {
  const threads = new RenderThreads();
  const viewer = new Viewer(new RunListing(reports, threads), threads);
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    respond(viewer, request, response, portOf(server.address())).catch((error: unknown) =>
      fail(response, error),
    );
  });
  const { authority, close } = await listen(server, { host: LOOPBACK, port });
  return {
    url: `http://${authority}`,
    async [Symbol.asyncDispose]() {
      await Promise.all([close(), threads[Symbol.asyncDispose]()]);
    },
  };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function respond(
  viewer: Viewer,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
): Promise<void> {
  request.resume();
  const refusal = refusalOf(request, port);
  if (refusal !== null) {
    // Whoever sent what is not answered may go on sending it.
    const headers = { ...plainHeaders(), ...refusal.headers, connection: "close" };
    return sendText(request, response, { status: refusal.status, headers, text: `${refusal.text}\n` });
  }
  await send(request, response, await viewer.reply(request.url ?? ""));
}

async function send(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case "page":
      return sendText(request, response, { status: reply.status, headers: pageHeaders(), text: reply.text });
    case "text":
      return sendText(request, response, { status: 200, headers: fileHeaders(reply.file), text: reply.text });
    case "file":
      return sendFile(request, response, reply);
    case "redirect":
      return sendText(request, response, {
        status: 303,
        headers: { ...plainHeaders(), location: reply.to },
        text: "",
      });
    case "nothing":
      response.writeHead(204, plainHeaders()).end();
  }
}

function sendText(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, text }: { status: number; headers: OutgoingHttpHeaders; text: string },
): void {
  const body = Buffer.from(text);
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.end(method === "HEAD" ? undefined : body);
}

/** Piece by piece: a file may be larger than memory, and its reader slow. */
async function sendFile(
  { method }: IncomingMessage,
  response: ServerResponse,
  { file, handle, bytes }: Extract<Reply, { kind: "file" }>,
): Promise<void> {
  await using _handle = handle;
  response.writeHead(200, { ...fileHeaders(file), "content-length": bytes });
  if (method === "HEAD" || bytes === 0) {
    response.end();
    return;
  }
  // What is appended meanwhile was not announced.
  await pipeline(handle.createReadStream({ end: bytes - 1, autoClose: false }), response);
}

/** A reader that went away is no fault; of ours is whatever else comes here. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) response.destroy();
  else response.writeHead(500, plainHeaders()).end(`The request failed: ${messageOf(error)}\n`);
}
