import { Buffer } from "node:buffer";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import type { PolicySession } from "../../src/contracts/policy.ts";
import { flagscaleG1 } from "../../src/drivers/flagscale-g1.ts";
import { openHttpSession } from "../../src/drivers/http-session.ts";
import { failureOf, httpServer, noSignal, question } from "./servers.ts";

const ANSWER = '{"success": true, "qpos": [[[1.0, 2.0]]]}';

function sessionWith(host: string, timeoutMilliseconds = 5000): PolicySession {
  return openHttpSession({ url: `http://${host}`, profile: flagscaleG1, timeoutMilliseconds });
}

function reply(status: number, body: string, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

describe("an HTTP session", () => {
  test("posts the frozen bytes as they are", async () => {
    const seen: { request: IncomingMessage; body: Buffer }[] = [];
    await using server = await httpServer(async (request, response) => {
      seen.push({ request, body: await bodyOf(request) });
      response.end(ANSWER);
    });
    await using session = sessionWith(server.host);
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const { actions, latencyMilliseconds } = await session.ask(question(body), noSignal());
    expect(actions).toEqual({ dtype: "float32", shape: [1, 2], data: Float32Array.of(1, 2) });
    expect(latencyMilliseconds).toBeGreaterThan(0);
    expect(seen[0]?.body.equals(body)).toBe(true);
    expect(seen[0]?.request).toMatchObject({ method: "POST", url: "/infer" });
    expect(seen[0]?.request.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": "256",
    });
  });

  test("asks at the address's own path where it has one", async () => {
    const paths: (string | undefined)[] = [];
    await using server = await httpServer((request, response) => {
      paths.push(request.url);
      response.end(ANSWER);
    });
    for (const path of ["", "/", "/proxy/infer", "/?key=1"]) {
      await using session = sessionWith(`${server.host}${path}`);
      await session.ask(question(), noSignal());
    }
    expect(paths).toEqual(["/infer", "/infer", "/proxy/infer", "/infer?key=1"]);
  });

  test("times the whole answer, not its beginning", async () => {
    await using server = await httpServer((_request, response) => {
      response.write(ANSWER.slice(0, 10));
      setTimeout(() => response.end(ANSWER.slice(10)), 120);
    });
    await using session = sessionWith(server.host);
    const { latencyMilliseconds } = await session.ask(question(), noSignal());
    expect(latencyMilliseconds).toBeGreaterThanOrEqual(115);
    expect(latencyMilliseconds).toBeLessThan(2000);
  });

  test("reads NaN, as Flask writes it", async () => {
    await using server = await httpServer(reply(200, '{"qpos": [[[NaN, -Infinity]]], "success": true}\n'));
    await using session = sessionWith(server.host);
    const { actions } = await session.ask(question(), noSignal());
    expect([...actions.data]).toEqual([Number.NaN, Number.NEGATIVE_INFINITY]);
  });

  test("survives servers that close each connection, and goes on after a failure", async () => {
    let asked = 0;
    await using server = await httpServer((_request, response) => {
      asked += 1;
      if (asked === 2) response.destroy();
      else response.writeHead(200, { connection: "close" }).end(ANSWER);
    });
    await using session = sessionWith(server.host);
    const outcomes: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      await session.ask(question("{}", index), noSignal()).then(
        () => outcomes.push("answered"),
        () => outcomes.push("failed"),
      );
    }
    expect(outcomes).toEqual(["answered", "failed", "answered", "answered"]);
    // A question that failed is never asked again by itself.
    expect(asked).toBe(4);
  });
});

describe("an HTTP session that is stopped", () => {
  test.each([
    ["before the answer", () => {}],
    ["within the answer", (_request: unknown, response: ServerResponse) => response.write('{"qpos": [')],
  ])("%s rejects at once", async (_what, listener) => {
    await using server = await httpServer(listener);
    await using session = sessionWith(server.host, 60_000);
    const controller = new AbortController();
    const asked = failureOf(session.ask(question(), controller.signal));
    setTimeout(() => controller.abort(), 100);
    const start = performance.now();
    expect(await asked).toMatchObject({ kind: "interrupted", message: expect.stringContaining("stopped") });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("asks nothing where it was stopped before", async () => {
    let asked = 0;
    await using server = await httpServer((_request, response) => {
      asked += 1;
      response.end(ANSWER);
    });
    await using session = sessionWith(server.host);
    expect(await failureOf(session.ask(question(), AbortSignal.abort()))).toMatchObject({
      kind: "interrupted",
    });
    expect(asked).toBe(0);
  });

  test("hangs up when it is closed while a question is open", async () => {
    let onHungUp = () => {};
    const hungUp = new Promise<void>((resolve) => {
      onHungUp = resolve;
    });
    await using server = await httpServer((request) => request.socket.once("close", () => onHungUp()));
    const session = sessionWith(server.host, 60_000);
    const asked = failureOf(session.ask(question(), noSignal()));
    setTimeout(() => session[Symbol.asyncDispose](), 100);
    expect(await asked).toMatchObject({ kind: "stack" });
    await hungUp;
  });
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
