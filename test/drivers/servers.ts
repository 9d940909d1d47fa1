import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Question } from "../../src/contracts/policy.ts";
import { float32Tensor } from "../../src/tensors/tensor.ts";

/** A server on a free port of this machine. */
export interface TestServer extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
}

export async function httpServer(listener: RequestListener): Promise<TestServer> {
  const server = createHttpServer(listener);
  return listening(server, () => server.closeAllConnections());
}

/** A server that speaks whatever the caller writes. */
export async function tcpServer(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  return listening(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

export async function webSocketServer(
  onConnection: (socket: WebSocket, extensions: string | undefined) => void,
): Promise<TestServer> {
  const server = createHttpServer();
  // It would compress if the client let it.
  const sockets = new WebSocketServer({ server, perMessageDeflate: true });
  sockets.on("connection", (socket, request) => {
    onConnection(socket, request.headers["sec-websocket-extensions"]);
  });
  return listening(server, () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });
}

/** An address at which nothing listens. */
export async function deadHost(): Promise<string> {
  const server = await tcpServer(() => {});
  await server[Symbol.asyncDispose]();
  return server.host;
}

/** A question that carries these bytes. */
export function question(body: Uint8Array | string | null = "{}", observation = 0): Question {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { observation, pass: 0, perturbation: null, body: bytes, noise: float32Tensor([1, 1, 1], [0]) };
}

/** A signal that never aborts. */
export function noSignal(): AbortSignal {
  return new AbortController().signal;
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => new Error(`no failure but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}

async function listening(server: Server | HttpServer, closeConnections: () => void): Promise<TestServer> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeConnections();
      }),
  };
}
