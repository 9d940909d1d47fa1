import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { encodeMessage } from "../../drivers/msgpack-writer.ts";
import { messageOf } from "../../support/errors.ts";
import { listen } from "./listen.ts";
import {
  MAXIMUM_REQUEST_BYTES,
  type RehearsalOptions,
  type RehearsalServer,
  type RequestHandler,
  requestHandler,
} from "./policy-server.ts";

/** The close code by which openpi's server reports a failure of its own. */
const INTERNAL_ERROR = 1011;

/** Offers a policy over openpi's WebSocket protocol: metadata first, then one binary frame for each. */
export async function startWebSocketRehearsal(options: RehearsalOptions): Promise<RehearsalServer> {
  const handler = requestHandler(options);
  const server = createServer((request, response) => {
    if (request.url === "/healthz") response.end("OK\n");
    else response.writeHead(426).end("This server speaks WebSocket.\n");
  });
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: false,
    maxPayload: MAXIMUM_REQUEST_BYTES,
  });
  // `listen` tells of errors of the server; without a listener of its own the WebSocket server would end the process.
  sockets.on("error", () => {});
  sockets.on("connection", (socket) => serve(handler, socket));
  const { authority, close } = await listen(server, options);
  return {
    url: `ws://${authority}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await close();
    },
  };
}

function serve(handler: RequestHandler, socket: WebSocket): void {
  // A client that breaks the protocol loses its connection; the others keep theirs.
  socket.on("error", () => socket.terminate());
  socket.on("message", (data) => {
    answer(handler, socket, bytesOf(data)).catch((error: unknown) => fail(socket, messageOf(error)));
  });
  socket.send(encodeMessage(new Map([["server", "fvalidate rehearsal"]])));
}

function bytesOf(data: WebSocket.RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

async function answer(handler: RequestHandler, socket: WebSocket, body: Uint8Array): Promise<void> {
  const failure = handler.next();
  if (failure === "hang") return;
  if (failure === "text-frame") return fail(socket, "RuntimeError: planted failure");
  const bytes = await handler.answer(body, failure);
  if (failure === "close") dropHalfway(socket, bytes);
  else if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
}

/** Sends the first fragment of a message, then cuts the line. */
function dropHalfway(socket: WebSocket, bytes: Uint8Array): void {
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  socket.send(half, { binary: true, fin: false }, () => socket.terminate());
}

function fail(socket: WebSocket, message: string): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(`Traceback (most recent call last):\n${message}\n`);
  socket.close(INTERNAL_ERROR, "Internal server error. Traceback included in previous frame.");
}
