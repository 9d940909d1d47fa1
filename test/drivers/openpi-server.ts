import { Buffer } from "node:buffer";
import type { WebSocket } from "ws";
import { encodeMessage, type Message } from "../../src/drivers/msgpack-writer.ts";
import { openpiWebsocket } from "../../src/drivers/openpi-websocket.ts";
import { openWebSocketSession, type WebSocketSession } from "../../src/drivers/websocket-session.ts";
import { float32Tensor } from "../../src/tensors/tensor.ts";
import { type TestServer, webSocketServer } from "./servers.ts";

export const METADATA = encodeMessage(new Map<string, Message>([["env", "simpler_env"]]));
/** One step of two dimensions. */
export const ANSWER = openpiWebsocket.encodeAnswer({ actions: float32Tensor([1, 2], [1, 2]) });
/** Two steps of two dimensions. */
export const LONGER_ANSWER = openpiWebsocket.encodeAnswer({ actions: float32Tensor([2, 2], [1, 2, 3, 4]) });
export const TRACEBACK =
  'Traceback (most recent call last):\n  File "policy.py", line 1\nRuntimeError: CUDA out of memory\n';

export function open(host: string, timeoutMilliseconds = 5000): Promise<WebSocketSession> {
  return openWebSocketSession({ url: `ws://${host}`, profile: openpiWebsocket, timeoutMilliseconds });
}

/** A server that sends its metadata and then answers each frame as it is told. */
export function policyServer(
  answer: (socket: WebSocket, body: Buffer, count: number) => void,
): Promise<TestServer> {
  return webSocketServer((socket) => {
    let count = 0;
    socket.send(METADATA);
    socket.on("message", (data) => {
      count += 1;
      if (Buffer.isBuffer(data)) answer(socket, data, count);
    });
  });
}
