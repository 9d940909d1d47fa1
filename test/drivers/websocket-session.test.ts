import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { openpiWebsocket } from "../../src/drivers/openpi-websocket.ts";
import { openWebSocketSession } from "../../src/drivers/websocket-session.ts";
import { FvalidateError } from "../../src/support/errors.ts";
import { ANSWER, METADATA, open, policyServer, TRACEBACK } from "./openpi-server.ts";
import {
  deadHost,
  failureOf,
  httpServer,
  noSignal,
  question,
  tcpServer,
  webSocketServer,
} from "./servers.ts";

describe("a WebSocket session", () => {
  test("waits for the metadata, sends the frozen bytes as they are and reads one frame for each", async () => {
    const bodies: Buffer[] = [];
    await using server = await policyServer((socket, body) => {
      bodies.push(body);
      setTimeout(() => socket.send(ANSWER), 50);
    });
    await using session = await open(server.host);
    expect(session.metadata).toEqual({ env: "simpler_env" });
    const sent = [Uint8Array.from({ length: 256 }, (_, byte) => byte), new Uint8Array(600_000).fill(7)];
    for (const body of sent) {
      const { actions, latencyMilliseconds } = await session.ask(question(body), noSignal());
      expect(actions).toEqual({ dtype: "float32", shape: [1, 2], data: Float32Array.of(1, 2) });
      expect(latencyMilliseconds).toBeGreaterThanOrEqual(45);
      expect(latencyMilliseconds).toBeLessThan(2000);
    }
    expect(bodies.map((body, index) => body.equals(sent[index] ?? Buffer.alloc(0)))).toEqual([true, true]);
  });

  test("offers no compression", async () => {
    const offered: (string | undefined)[] = [];
    await using server = await webSocketServer((socket, extensions) => {
      offered.push(extensions);
      socket.send(METADATA);
    });
    await using _session = await open(server.host);
    expect(offered).toEqual([undefined]);
  });

  test("takes an answer in fragments for one", async () => {
    await using server = await policyServer((socket) => {
      socket.send(ANSWER.subarray(0, 10), { fin: false });
      socket.send(ANSWER.subarray(10), { fin: true });
    });
    await using session = await open(server.host);
    expect((await session.ask(question(), noSignal())).actions.shape).toEqual([1, 2]);
  });

  test("hangs up when it is closed", async () => {
    let onHungUp = () => {};
    const hungUp = new Promise<void>((resolve) => {
      onHungUp = resolve;
    });
    await using server = await webSocketServer((socket) => {
      socket.once("close", () => onHungUp());
      socket.send(METADATA);
    });
    const session = await open(server.host);
    await session[Symbol.asyncDispose]();
    await hungUp;
  });
});

describe("a WebSocket session cannot be opened when", () => {
  test("nothing listens", async () => {
    expect(await failureOf(open(await deadHost()))).toMatchObject({
      kind: "stack",
      message: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+ \(opening\) refused the connection/),
    });
  });

  test("the server speaks HTTP", async () => {
    await using server = await httpServer((_request, response) => response.writeHead(404).end("Not Found"));
    expect(await failureOf(open(server.host))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("HTTP status 404, not as a WebSocket"),
      hint: expect.stringContaining("http://"),
    });
  });

  test("another program listens there", async () => {
    await using server = await tcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    expect(await failureOf(open(server.host))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("does not answer in HTTP"),
    });
  });

  const openings: [what: string, greet: (socket: WebSocket) => void, message: string][] = [
    ["no metadata comes", () => {}, "No whole answer within 0.3 s"],
    [
      "the server closes",
      (socket) => socket.close(1013, "try again"),
      "closed the connection (code 1013: try again)",
    ],
    ["the server falls over", (socket) => socket.terminate(), "closed the connection (code 1006)"],
    [
      "the metadata is a traceback",
      (socket) => socket.send(TRACEBACK),
      "failed: RuntimeError: CUDA out of memory",
    ],
    ["the metadata is no message", (socket) => socket.send(Uint8Array.of(0xc1)), "not MessagePack"],
    ["the metadata is empty", (socket) => socket.send(new Uint8Array()), "The message is empty"],
  ];
  test.each(openings)("%s", async (_what, greet, message) => {
    await using server = await webSocketServer(greet);
    const failure = await failureOf(open(server.host, 300));
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({ kind: "stack", message: expect.stringContaining(message) });
    expect(failure).toMatchObject({ message: expect.stringContaining("(opening)") });
  });

  test("the run is stopped meanwhile", async () => {
    await using server = await tcpServer(() => {});
    const signal = AbortSignal.timeout(100);
    const url = `ws://${server.host}`;
    const opening = openWebSocketSession({
      url,
      profile: openpiWebsocket,
      timeoutMilliseconds: 60_000,
      signal,
    });
    expect(await failureOf(opening)).toMatchObject({ kind: "interrupted" });
  });
});
