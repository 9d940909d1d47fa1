import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { encodeMessage } from "../../drivers/msgpack-writer.ts";
import { messageOf } from "../../support/errors.ts";
import { listen } from "./listen.ts";
import {
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
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 64 * 2 ** 20 });
  sockets.on("connection", (socket) => {
    socket.send(encodeMessage(new Map([["server", "fvalidate rehearsal"]])));
    socket.on("message", (data) => {
      answer(handler, socket, new Uint8Array(data as Buffer)).catch((error: unknown) =>
        fail(socket, messageOf(error)),
      );
    });
  });
  const { port, close } = await listen(server, options);
  return {
    url: `ws://${options.host}:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await close();
    },
  };
}

async function answer(handler: RequestHandler, socket: WebSocket, body: Uint8Array): Promise<void> {
  const failure = handler.next();
  if (failure === "hang") return;
  if (failure === "close") return socket.terminate();
  if (failure === "text-frame") return fail(socket, "RuntimeError: planted failure");
  socket.send(await handler.answer(body, failure));
}

function fail(socket: WebSocket, message: string): void {
  socket.send(`Traceback (most recent call last):\n${message}\n`);
  socket.close(INTERNAL_ERROR, "Internal server error. Traceback included in previous frame.");
}
