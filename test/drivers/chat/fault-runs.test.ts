import { describe, expect, test } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { failureOf } from "../servers.ts";
import { ask, clientOf, nameOf, outcomes, questions, restOf, tally } from "./asking.ts";
import {
  answers,
  answersAfter,
  answersWith,
  type Behaviour,
  drips,
  hangs,
  hangsUp,
  hangsUpInBody,
  hangsUpInHeaders,
  inTurn,
  misbehavingServer,
  refuses,
  rightAnswer,
  truncates,
} from "./misbehaving-server.ts";

/** Faults that pass: asked again, the question is answered. */
const PASSING: [what: string, fault: Behaviour, whenItStays: string][] = [
  ["status 500", refuses(500), "status 500"],
  ["status 502 with a page", refuses(502, "<html><title>502 Bad Gateway</title></html>"), "status 502"],
  ["status 408", refuses(408), "status 408"],
  ["status 409", refuses(409), "status 409"],
  ["status 425", refuses(425), "status 425"],
  ["a hang-up before the headers", hangsUp, "connection"],
  ["a hang-up within the headers", hangsUpInHeaders, "connection"],
  ["a hang-up within the body", hangsUpInBody(true), "connection"],
  ["a hang-up within a body of chunks", hangsUpInBody(false), "connection"],
  ["JSON that is cut", truncates, "malformed"],
  ["a page with status 200", answersWith("<!doctype html><title>Login</title>"), "malformed"],
  ["an empty response", answersWith(""), "empty"],
  ["bytes that are no text", answersWith(Buffer.from([0x1f, 0x8b, 0x08, 0xff])), "malformed"],
  ["a list", answersWith([1]), "malformed"],
  ["no choices", answersWith((reply) => ({ ...reply, choices: [] })), "empty"],
  ["choices that are missing", answersWith((reply) => ({ ...reply, choices: undefined })), "malformed"],
  ["a message that is missing", answersWith((reply) => ({ ...reply, choices: [{}] })), "malformed"],
  ["an empty message", answersWith((reply) => ({ ...reply, choices: [{ message: {} }] })), "empty"],
  ["an error with status 200", answersWith({ error: { message: "no", code: 500 } }), "status 500"],
  ["an error without a code", answersWith({ error: "no" }), "status"],
  ["an answer that was aborted", answersWith(finishedWith("abort")), "malformed"],
  ["an answer that broke off by an error", answersWith(finishedWith("error")), "malformed"],
];

/** Faults that stay: the question is not asked again. */
const LASTING: [what: string, fault: Behaviour, outcome: string][] = [
  ["status 400", refuses(400, { error: { message: "maximum context length is 4096 tokens" } }), "status 400"],
  ["status 401", refuses(401), "status 401"],
  ["status 404", refuses(404), "status 404"],
  ["status 413", refuses(413, ""), "status 413"],
  ["status 422", refuses(422, { detail: [{ msg: "field required" }] }), "status 422"],
  ["status 501", refuses(501), "status 501"],
  ["status 302", refuses(302, "", { location: "http://127.0.0.1:1/" }), "status 302"],
  ["status 204", refuses(204, ""), "status 204"],
  ["another model's answer", answersWith((reply) => ({ ...reply, model: "other" })), "wrong model"],
  [
    "an error 400 with status 200",
    answersWith({ object: "error", message: "too long", code: 400 }),
    "status 400",
  ],
  [
    "an error 400 beside an answer",
    answersWith((reply) => ({ ...reply, error: { code: 400 } })),
    "status 400",
  ],
];

describe("each question comes to its own right answer or to its own failure", () => {
  test.each(PASSING)("%s, once", async (_what, fault) => {
    await using server = await misbehavingServer({ script: inTurn(fault, answers) });
    await using client = await clientOf(server.url);
    expect(await tally(client, questions(20))).toEqual({ right: 20 });
    expect(client.counters).toMatchObject({
      requests: 40,
      retries: 20,
      answered: 20,
      errored: 0,
      outages: 0,
    });
  });

  test.each(PASSING)("%s, always, to every third question", async (_what, fault, outcome) => {
    await using server = await misbehavingServer({
      script: ({ question }) => (isThird(question) ? fault : answers),
    });
    await using client = await clientOf(server.url, { maxRetries: 2 });
    const found = await outcomes(client, questions(21));
    for (const [question, name] of found) expect(name).toBe(isThird(question) ? outcome : "right");
    expect(client.counters).toMatchObject({ requests: 14 + 7 * 3, answered: 14, errored: 7 });
  });

  test.each(LASTING)("%s, to every third question", async (_what, fault, outcome) => {
    await using server = await misbehavingServer({
      script: ({ question }) => (isThird(question) ? fault : answers),
    });
    await using client = await clientOf(server.url);
    const found = await outcomes(client, questions(21));
    for (const [question, name] of found) expect(name).toBe(isThird(question) ? outcome : "right");
    expect(client.counters).toMatchObject({ requests: 21, retries: 0, answered: 14, errored: 7 });
  });

  test.each([
    ["a server that hangs", hangs],
    ["headers that drip", drips("headers")],
    ["a body that drips", drips("body")],
  ])("%s, to every third question", async (_what, fault) => {
    await using server = await misbehavingServer({
      script: ({ question }) => (isThird(question) ? fault : answers),
    });
    await using client = await clientOf(server.url, { timeoutMilliseconds: 300 });
    const start = performance.now();
    const found = await outcomes(client, questions(21));
    expect(performance.now() - start).toBeLessThan(2000);
    for (const [question, name] of found) expect(name).toBe(isThird(question) ? "timeout" : "right");
  });

  test("all faults at once, drawn by the question", async () => {
    const faults = [...PASSING.map(([, fault]) => fault), refuses(429, "", { "retry-after": "0" })];
    await using server = await misbehavingServer({
      script: ({ question, attempt }) => {
        const number = Number(question.split(" ")[1]);
        return attempt <= number % 3 ? faults[(number * 7 + attempt) % faults.length]! : answers;
      },
    });
    await using client = await clientOf(server.url, { concurrency: 32 });
    expect(await tally(client, questions(400))).toEqual({ right: 400 });
  });
});

describe("a storm of 429", () => {
  test("loses nothing, and slows everybody down", async () => {
    let refused = 0;
    let inFlight = 0;
    await using server = await misbehavingServer({
      // At most four at a time, as a gateway counts them.
      script: () => async (response, request) => {
        inFlight += 1;
        response.once("close", () => {
          inFlight -= 1;
        });
        if (inFlight <= 4) return answersAfter(5)(response, request);
        refused += 1;
        await refuses(429, { error: { message: "too many" } }, { "retry-after": "0.05" })(response, request);
      },
    });
    await using client = await clientOf(server.url, { concurrency: 64, maxRetries: 0 });
    expect(await tally(client, questions(200))).toEqual({ right: 200 });
    expect(refused).toBeGreaterThan(0);
    // Without a lower pace, 60 of 64 would be refused time and again.
    expect(refused).toBeLessThan(200);
    expect(client.counters).toMatchObject({ throttled: refused, retries: 0, outages: 0 });
    expect(client.said).toEqual([
      expect.stringContaining("wants fewer requests: HTTP status 429 Too Many Requests: too many."),
    ]);
  });

  test("all workers wait as long as the server asks", async () => {
    const times: number[] = [];
    await using server = await misbehavingServer({
      script: ({ count }) => {
        times.push(performance.now());
        return count === 1 ? refuses(429, "", { "retry-after": "0.3" }) : answers;
      },
    });
    await using client = await clientOf(server.url);
    const first = ask(client, "first");
    while (client.counters.throttled === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await tally(client, questions(10))).toEqual({ right: 10 });
    expect(nameOf("first", await first)).toBe("right");
    for (const time of times.slice(1)) expect(time - times[0]!).toBeGreaterThan(280);
  });

  test("that never ends is the stack's failure", async () => {
    await using server = await misbehavingServer({
      script: () => refuses(429, { message: "quota used up" }),
    });
    await using client = await clientOf(server.url, { outageMilliseconds: 200 });
    expect(await failureOf(tally(client, questions(20)))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("quota used up"),
      hint: expect.stringContaining("--resume"),
    });
  });

  test("that always meets the same question is that question's failure", async () => {
    await using server = await misbehavingServer({
      script: ({ question }) => (question === "large" ? refuses(429) : answersAfter(10)),
    });
    await using client = await clientOf(server.url, { outageMilliseconds: 300, concurrency: 2 });
    const large = ask(client, "large");
    let others = 0;
    let isOver = false;
    void large.then(() => {
      isOver = true;
    });
    while (!isOver) expect(nameOf(`other ${others}`, await ask(client, `other ${others++}`))).toBe("right");
    expect(nameOf("large", await large)).toBe("status 429");
    expect(others).toBeGreaterThan(2);
  });
});

describe("requests and their limits", () => {
  test("never more than the concurrency are in flight; waiting for a turn is no time of theirs", async () => {
    await using server = await misbehavingServer({ script: () => answersAfter(50) });
    await using client = await clientOf(server.url, { concurrency: 3, timeoutMilliseconds: 400 });
    // 30 questions, 3 at a time, 50 ms each: the last ones wait longer than the timeout.
    expect(await tally(client, questions(30))).toEqual({ right: 30 });
    expect(server.mostInFlight()).toBe(3);
  });

  test("a Ctrl-C ends what is in flight, what waits and what pauses", async () => {
    await using server = await misbehavingServer({
      script: ({ question }) => (isThird(question) ? refuses(500) : hangs),
    });
    await using client = await clientOf(server.url, {
      concurrency: 6,
      maxRetries: 100,
      pauses: { firstMilliseconds: 20_000, longestMilliseconds: 20_000 },
    });
    const controller = new AbortController();
    const all = questions(20).map((question) => failureOf(client.ask(restOf(question), controller.signal)));
    while (client.counters.requests < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    const start = performance.now();
    controller.abort();
    for (const failure of await Promise.all(all)) expect(failure).toMatchObject({ kind: "interrupted" });
    expect(performance.now() - start).toBeLessThan(500);
    expect(await failureOf(client.ask(restOf("late"), controller.signal))).toMatchObject({
      kind: "interrupted",
    });
  });

  test("the client's own signal, and its end, end everything", async () => {
    await using server = await misbehavingServer({ script: () => hangs });
    const controller = new AbortController();
    await using client = await clientOf(server.url, {}, controller.signal);
    const asked = failureOf(ask(client, "hanging"));
    controller.abort();
    expect(await asked).toMatchObject({ kind: "interrupted" });
    const closed = await clientOf(server.url);
    const inFlight = failureOf(ask(closed, "hanging"));
    await closed[Symbol.asyncDispose]();
    expect(await inFlight).toBeInstanceOf(FvalidateError);
    expect(await failureOf(ask(closed, "late"))).toMatchObject({
      message: expect.stringContaining("closed"),
    });
  });

  test("an answer larger than any is none", async () => {
    const block = Buffer.alloc(2 ** 20, " ");
    await using server = await misbehavingServer({
      script: () => (response) => {
        const send = () => {
          while (!response.destroyed && response.write(block));
          if (!response.destroyed) response.once("drain", send);
        };
        send();
      },
    });
    await using client = await clientOf(server.url, { timeoutMilliseconds: 20_000 });
    const outcome = await ask(client, "much");
    expect(outcome).toMatchObject({
      state: "errored",
      failure: { kind: "malformed", message: expect.stringContaining("larger than 64 MiB"), attempts: 1 },
    });
  });

  test("a server that closes each connection is asked on", async () => {
    await using server = await misbehavingServer({
      script: () => (response, request) => {
        response.setHeader("connection", "close");
        answers(response, request);
      },
    });
    await using client = await clientOf(server.url);
    expect(await tally(client, questions(50))).toEqual({ right: 50 });
    expect(client.counters.retries).toBe(0);
  });

  test("the latency is the answered request's alone", async () => {
    await using server = await misbehavingServer({ script: inTurn(hangsUp, answersAfter(60)) });
    await using client = await clientOf(server.url, {
      pauses: { firstMilliseconds: 400, longestMilliseconds: 400 },
    });
    const outcome = await ask(client, "slow");
    expect(outcome).toMatchObject({ state: "answered", reply: { attempts: 2, text: rightAnswer("slow") } });
    const { latencyMilliseconds } = (outcome as Extract<typeof outcome, { state: "answered" }>).reply;
    expect(latencyMilliseconds).toBeGreaterThan(55);
    expect(latencyMilliseconds).toBeLessThan(190);
  });
});

function isThird(question: string): boolean {
  return Number(question.split(" ")[1]) % 3 === 0;
}

function finishedWith(reason: string): (reply: Record<string, unknown>) => unknown {
  return (reply) => ({ ...reply, choices: [{ message: { content: "Half an ans" }, finish_reason: reason }] });
}
