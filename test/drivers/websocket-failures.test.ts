import { describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { FvalidateError } from "../../src/support/errors.ts";
import { ANSWER, LONGER_ANSWER, METADATA, open, policyServer, TRACEBACK } from "./openpi-server.ts";
import { failureOf, noSignal, question } from "./servers.ts";

/** The close code with which openpi's server reports a failure of its own. */
const INTERNAL_ERROR = 1011;

/** Opens a session and asks it once. */
async function askOnce(
  answer: (socket: WebSocket, body: Buffer, count: number) => void,
  timeoutMilliseconds = 5000,
): Promise<unknown> {
  await using server = await policyServer(answer);
  await using session = await open(server.host, timeoutMilliseconds);
  // Awaited here, so that the server outlives the answer.
  return await failureOf(session.ask(question(), noSignal()));
}

describe("a WebSocket session says what went wrong when", () => {
  const cases: [what: string, answer: (socket: WebSocket) => void, message: string | RegExp][] = [
    [
      "the server sends its traceback",
      (socket) => socket.send(TRACEBACK),
      "The server failed: RuntimeError: CUDA out",
    ],
    [
      "the server sends its traceback and closes, as openpi's does",
      (socket) => {
        socket.send(TRACEBACK);
        socket.close(INTERNAL_ERROR, "Internal server error. Traceback included in previous frame.");
      },
      "The server failed: RuntimeError: CUDA out of memory",
    ],
    ["a text frame is empty", (socket) => socket.send(""), "its text frame is empty"],
    ["the server closes", (socket) => socket.close(1001, "going away"), "(code 1001: going away)"],
    ["the server falls over", (socket) => socket.terminate(), "(code 1006)"],
    ["the answer is cut", (socket) => socket.send(ANSWER.subarray(0, -1)), "not MessagePack"],
    ["the answer is empty", (socket) => socket.send(new Uint8Array()), "The message is empty"],
    ["the answer holds no actions", (socket) => socket.send(METADATA), "holds no `action`, only: env"],
    [
      "the answer is larger than any",
      (socket) => socket.send(new Uint8Array(65 * 2 ** 20)),
      "larger answer than any",
    ],
    ["the server hangs", () => {}, "No whole answer within 1 s"],
    ["half an answer comes", (socket) => socket.send(ANSWER, { fin: false }), "No whole answer within 1 s"],
  ];
  test.each(cases)("%s", async (_what, answer, message) => {
    const failure = await askOnce(answer, 1000);
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({
      kind: "stack",
      message:
        typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+ \(observation 0\)/),
    });
  });

  test("the traceback is kept whole as the cause", async () => {
    expect(await askOnce((socket) => socket.send(TRACEBACK))).toMatchObject({
      cause: { message: expect.stringContaining('File "policy.py", line 1') },
    });
  });

  test("the second answer has another shape", async () => {
    await using server = await policyServer((socket, _body, count) => {
      socket.send(count === 1 ? ANSWER : LONGER_ANSWER);
    });
    await using session = await open(server.host);
    await session.ask(question(), noSignal());
    expect(await failureOf(session.ask(question("{}", 1), noSignal()))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("first [1, 2], now [2, 2]"),
    });
  });

  test("the server sends two frames for one question", async () => {
    await using server = await policyServer((socket) => {
      socket.send(ANSWER);
      socket.send(LONGER_ANSWER);
    });
    await using session = await open(server.host);
    await session.ask(question(), noSignal());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await failureOf(session.ask(question(), noSignal()))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("a frame that nobody asked for"),
    });
  });

  test("an answer that comes too late is not taken for the next one", async () => {
    await using server = await policyServer((socket, _body, count) => {
      setTimeout(() => socket.send(count === 1 ? ANSWER : LONGER_ANSWER), count === 1 ? 400 : 0);
    });
    await using session = await open(server.host, 200);
    expect(await failureOf(session.ask(question(), noSignal()))).toMatchObject({
      message: expect.stringContaining("No whole answer"),
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await failureOf(session.ask(question(), noSignal()))).toMatchObject({
      kind: "stack",
      message: expect.stringMatching(/given up after an earlier failure: .*No whole answer/),
    });
  });

  test("a question follows on a connection that the server closed", async () => {
    await using server = await policyServer((socket) => {
      socket.send(ANSWER);
      socket.close(1000, "done");
    });
    await using session = await open(server.host);
    await session.ask(question(), noSignal());
    const start = performance.now();
    for (const observation of [1, 2]) {
      expect(await failureOf(session.ask(question("{}", observation), noSignal()))).toMatchObject({
        kind: "stack",
        message: expect.stringContaining("closed the connection (code 1000: done)"),
      });
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("the request was not recorded", async () => {
    await using server = await policyServer((socket) => socket.send(ANSWER));
    await using session = await open(server.host);
    expect(await failureOf(session.ask(question(null), noSignal()))).toMatchObject({ kind: "comparison" });
    await session.ask(question(), noSignal());
  });

  test("the run is stopped, at once", async () => {
    await using server = await policyServer(() => {});
    await using session = await open(server.host, 60_000);
    const controller = new AbortController();
    const asked = failureOf(session.ask(question(), controller.signal));
    setTimeout(() => controller.abort(), 100);
    const start = performance.now();
    expect(await asked).toMatchObject({ kind: "interrupted" });
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await failureOf(session.ask(question(), AbortSignal.abort()))).toMatchObject({
      kind: "interrupted",
    });
  });
});
