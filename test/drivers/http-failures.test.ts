import { Buffer } from "node:buffer";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import type { PolicySession } from "../../src/contracts/policy.ts";
import { flagscaleG1 } from "../../src/drivers/flagscale-g1.ts";
import { openHttpSession } from "../../src/drivers/http-session.ts";
import { FvalidateError } from "../../src/support/errors.ts";
import { deadHost, failureOf, httpServer, noSignal, question, tcpServer } from "./servers.ts";

const ANSWER = '{"success": true, "qpos": [[[1.0, 2.0]]]}';

function sessionWith(host: string, timeoutMilliseconds = 5000): PolicySession {
  return openHttpSession({ url: `http://${host}`, profile: flagscaleG1, timeoutMilliseconds });
}

/** Asks once a server that does as it is told. */
async function askOnce(listener: RequestListener, timeoutMilliseconds = 5000): Promise<unknown> {
  await using server = await httpServer(listener);
  await using session = sessionWith(server.host, timeoutMilliseconds);
  // Awaited here, so that the server outlives the answer.
  return await failureOf(session.ask(question(), noSignal()));
}

function reply(status: number, body: string, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

describe("an HTTP session says what went wrong when", () => {
  const pages: [what: string, listener: RequestListener, message: string | RegExp, hint: string][] = [
    [
      "the server failed with a JSON error",
      reply(500, '{"success": false, "error": "CUDA out of memory"}'),
      "HTTP status 500 Internal Server Error: CUDA out of memory",
      "traceback",
    ],
    [
      "the server failed with Flask's page",
      reply(
        500,
        "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n" +
          "<p>The server encountered an internal error &amp; was unable to complete it.</p>\n",
      ),
      "HTTP status 500 Internal Server Error: The server encountered an internal error & was unable to complete it.",
      "traceback",
    ],
    ["a page is endless", reply(500, `<html><p>${"very ".repeat(9000)}</p>`), /^.{300,480}…$/, "traceback"],
    [
      "a page colours the terminal",
      reply(500, "\u001b[31mred\u0007\r\nend"),
      /: \[31mred end\.$/,
      "traceback",
    ],
    [
      "the request is refused",
      reply(400, '{"error": "Request requires: qpos"}'),
      "Request requires: qpos",
      "--profile",
    ],
    [
      "FastAPI refuses the request",
      reply(422, '{"detail": [{"loc": ["body"]}]}'),
      '[{"loc":["body"]}]',
      "--profile",
    ],
    [
      "the path is wrong",
      reply(404, "<title>404 Not Found</title>"),
      "HTTP status 404 Not Found",
      "port, the path",
    ],
    ["the route takes no POST", reply(405, ""), "HTTP status 405 Method Not Allowed", "no POST"],
    ["the model is not loaded", reply(503, '{"error": "Model not loaded"}'), "Model not loaded", "wait"],
    ["a gateway answers", reply(502, "Bad Gateway"), "HTTP status 502 Bad Gateway", "gateway"],
    [
      "it redirects",
      reply(302, "", { location: "https://example.invalid/login" }),
      "302 Found: it points to https://example.invalid/login",
      "not followed",
    ],
    ["there is no content", reply(204, ""), "HTTP status 204 No Content", "Check the address"],
    ["the answer is empty", reply(200, ""), "The answer is empty", "--profile"],
    [
      "the answer is no JSON",
      reply(200, "OK"),
      'not JSON ("OK" where a value belongs at offset 0',
      "--profile",
    ],
    [
      "the answer is a page",
      reply(200, "<!doctype html><title>Login</title>"),
      "it begins: Login",
      "--profile",
    ],
    [
      "the answer says so",
      reply(200, '{"success": false, "error": "no"}'),
      "The server refused: no",
      "--profile",
    ],
    ["the answer is another profile's", reply(200, '{"actions": [[1]]}'), "expects `qpos`", "flagscale-g2"],
    ["the answer is cut, in its length too", reply(200, ANSWER.slice(0, 30)), "not JSON", "--profile"],
    [
      "the line is cut at once",
      (_request, response) => response.destroy(),
      "before its answer was complete",
      "crashed",
    ],
    [
      "the line is cut within the headers",
      (request) => cutHeaders(request),
      "before its answer was complete",
      "crashed",
    ],
    [
      "the line is cut within the answer",
      (_request, response) => cutBody(response, true),
      "before its answer",
      "log",
    ],
    [
      "a line without a length is cut",
      (_request, response) => cutBody(response, false),
      "before its answer",
      "log",
    ],
  ];
  test.each(pages)("%s", async (_what, listener, message, hint) => {
    const failure = await askOnce(listener);
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({
      kind: "stack",
      message:
        typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message),
      hint: expect.stringContaining(hint),
    });
    // Where: the address and the question.
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/infer \(observation 0\)/),
    });
  });

  test("nothing listens", async () => {
    await using session = sessionWith(await deadHost());
    expect(await failureOf(session.ask(question(), noSignal()))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("refused the connection"),
      hint: expect.stringContaining("started"),
    });
  });

  test("the host has no address", async () => {
    // Two dots make no name, so that no name server is asked.
    await using session = sessionWith("host..invalid");
    expect(await failureOf(session.ask(question(), noSignal()))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("cannot be resolved"),
    });
  });

  test("another program listens there", async () => {
    await using server = await tcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    await using session = sessionWith(server.host);
    expect(await failureOf(session.ask(question(), noSignal()))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("does not answer in HTTP"),
      hint: expect.stringContaining("port"),
    });
  });

  test("the server speaks no TLS", async () => {
    await using server = await httpServer(reply(200, ANSWER));
    const url = `https://${server.host}`;
    await using session = openHttpSession({ url, profile: flagscaleG1, timeoutMilliseconds: 5000 });
    expect(await failureOf(session.ask(question(), noSignal()))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("does not speak TLS"),
    });
  });

  test.each([
    ["before its answer", () => {}],
    ["within its answer", (_request: unknown, response: ServerResponse) => response.write('{"qpos": [')],
  ])("the server hangs %s", async (_what, listener) => {
    const start = performance.now();
    expect(await askOnce(listener, 200)).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("No whole answer within 0.2 s"),
      hint: expect.stringContaining("--timeout"),
    });
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test("the answer is larger than any", async () => {
    const block = Buffer.alloc(2 ** 20, " ");
    const failure = await askOnce((_request, response) => {
      const send = () => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once("drain", send);
      };
      send();
    }, 20_000);
    expect(failure).toMatchObject({ kind: "stack", message: expect.stringContaining("larger than 64 MiB") });
  });

  test("the second answer has another shape", async () => {
    const answers = [ANSWER, '{"qpos": [[[1.0, 2.0], [3.0, 4.0]]]}', ANSWER];
    await using server = await httpServer((_request, response) => response.end(answers.shift()));
    await using session = sessionWith(server.host);
    await session.ask(question(), noSignal());
    expect(
      await failureOf(session.ask({ ...question("{}", 3), pass: 1, perturbation: "state" }, noSignal())),
    ).toMatchObject({
      kind: "stack",
      message: expect.stringMatching(/observation 3, pass 1, state moved\): .* first \[1, 2\], now \[2, 2\]/),
    });
    await session.ask(question(), noSignal());
  });

  test("the request was not recorded", async () => {
    await using session = sessionWith("127.0.0.1:9");
    expect(await failureOf(session.ask(question(null), noSignal()))).toMatchObject({
      kind: "comparison",
      hint: expect.stringContaining("recordings"),
    });
  });
});

function cutHeaders({ socket }: IncomingMessage): void {
  socket.write("HTTP/1.1 200 OK\r\nContent-Le", () => socket.destroy());
}

function cutBody(response: ServerResponse, hasLength: boolean): void {
  response.writeHead(200, hasLength ? { "content-length": ANSWER.length } : {});
  response.write(ANSWER.slice(0, 20), () => response.destroy());
}
