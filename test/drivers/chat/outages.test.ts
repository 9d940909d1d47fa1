import { describe, expect, test } from "vitest";
import { deadHost, failureOf } from "../servers.ts";
import { ask, clientOf, nameOf, outcomes, questions, type TestClient, tally } from "./asking.ts";
import { answers, answersAfter, hangs, misbehavingServer, refuses } from "./misbehaving-server.ts";
import { mortalServer } from "./mortal-server.ts";

describe("a server that is killed", () => {
  test("and comes back: nothing is lost, and no retry is used up", async () => {
    await using server = await mortalServer();
    await using client = await clientOf(server.url, { concurrency: 32, maxRetries: 0 });
    const asked = tally(client, questions(300));
    await answered(client, 40);
    await server.kill();
    await said(client, /Waiting for it/);
    const atRest = client.counters.requests;
    await sleep(100);
    // Nobody asks a server that is known to be dead.
    expect(client.counters.requests).toBe(atRest);
    await server.start();
    expect(await asked).toEqual({ right: 300 });
    expect(client.counters).toMatchObject({ retries: 0, outages: 1, answered: 300, errored: 0 });
    expect(client.counters.interrupted).toBeGreaterThan(0);
    expect(client.counters.interrupted).toBeLessThanOrEqual(32);
    expect(client.said).toEqual([
      expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/v1: The server refused the connection\. Waiting for it/,
      ),
      expect.stringMatching(/answers again after \d/),
    ]);
  });

  test("is brought back by the one who started it, who is called once for each time", async () => {
    await using server = await mortalServer();
    const messages: string[] = [];
    await using client = await clientOf(server.url, {
      concurrency: 32,
      maxRetries: 0,
      // Starting takes longer than an outage may: its time begins anew.
      outageMilliseconds: 400,
      onOutage: async (message) => {
        messages.push(message);
        await sleep(500);
        await server.start();
        return true;
      },
    });
    const asked = tally(client, questions(400));
    await answered(client, 40);
    await server.kill();
    await answered(client, 200);
    await server.kill();
    expect(await asked).toEqual({ right: 400 });
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatch(/refused the connection\.$/);
    expect(client.counters).toMatchObject({ outages: 2, retries: 0 });
  });

  test("for good ends the run, with what to do", async () => {
    await using server = await mortalServer();
    await using client = await clientOf(server.url, { concurrency: 8, outageMilliseconds: 300 });
    const all = questions(60).map((question) =>
      ask(client, question).then((it) => nameOf(question, it), String),
    );
    await answered(client, 10);
    await server.kill();
    const start = performance.now();
    const found = await Promise.all(all);
    expect(performance.now() - start).toBeLessThan(1500);
    const gone = found.filter((it) => it !== "right");
    expect(gone.length).toBeGreaterThan(0);
    for (const message of gone) expect(message).toContain("has been gone for 0.3 s");
    expect(await failureOf(ask(client, "late"))).toMatchObject({
      kind: "stack",
      hint: expect.stringContaining("--resume"),
    });
  });

  test.each([
    ["that it cannot be brought back", async () => false, "was not brought back"],
    ["with an error", () => Promise.reject(new Error("no such container")), "no such container"],
  ])("and its keeper answers %s", async (_what, onOutage, words) => {
    await using server = await mortalServer();
    await using client = await clientOf(server.url, { onOutage, outageMilliseconds: 60_000 });
    await server.kill();
    expect(await failureOf(ask(client, "anything"))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining(words),
    });
  });

  test("by one question: that one fails, all others are answered", async () => {
    await using server = await mortalServer({ deadly: "question 50" });
    await using client = await clientOf(server.url, {
      concurrency: 16,
      maxRetries: 0,
      onOutage: async () => {
        await server.start();
        return true;
      },
    });
    const found = await outcomes(client, questions(120));
    for (const [question, name] of found)
      expect(name).toBe(question === "question 50" ? "connection" : "right");
    expect(client.counters.outages).toBe(3);
  }, 20_000);

  test("while the run is stopped", async () => {
    await using server = await mortalServer();
    const controller = new AbortController();
    await using client = await clientOf(server.url, {}, controller.signal);
    await server.kill();
    const asked = questions(5).map((question) => failureOf(ask(client, question)));
    await said(client, /Waiting for it/);
    controller.abort();
    for (const failure of await Promise.all(asked)) expect(failure).toMatchObject({ kind: "interrupted" });
  });
});

describe("several addresses", () => {
  test("share the questions evenly", async () => {
    await using one = await misbehavingServer({ script: () => answersAfter(5) });
    await using two = await misbehavingServer({ script: () => answersAfter(5) });
    await using client = await clientOf([one.url, `${two.url}/v1/`], { concurrency: 20 });
    expect(await tally(client, questions(200))).toEqual({ right: 200 });
    expect(one.seen.length).toBeGreaterThan(70);
    expect(two.seen.length).toBeGreaterThan(70);
    expect(one.mostInFlight() + two.mostInFlight()).toBeLessThanOrEqual(22);
  });

  test("the slower one gets fewer", async () => {
    await using slow = await misbehavingServer({ script: () => answersAfter(60) });
    await using fast = await misbehavingServer({ script: () => answersAfter(5) });
    await using client = await clientOf([slow.url, fast.url], { concurrency: 10 });
    expect(await tally(client, questions(200))).toEqual({ right: 200 });
    expect(fast.seen.length).toBeGreaterThan(1.5 * slow.seen.length);
  });

  test("one dies: the others go on, and it is put back", async () => {
    await using mortal = await mortalServer();
    await using other = await misbehavingServer({ script: () => answersAfter(20) });
    await using client = await clientOf([mortal.url, other.url], { concurrency: 16, maxRetries: 0 });
    const asked = tally(client, questions(500));
    await answered(client, 50);
    await mortal.kill();
    await said(client, /go to the other one until it is back/);
    await answered(client, client.counters.answered + 50);
    await mortal.start();
    expect(await asked).toEqual({ right: 500 });
    // No outage: somebody always answered.
    expect(client.counters).toMatchObject({ outages: 0, retries: 0 });
    expect(client.said.at(-1)).toContain("answers again.");
  });
});

describe("a server that lives, but not well", () => {
  test("whose engine is dead, as vLLM's /health tells", async () => {
    let isDead = false;
    await using server = await misbehavingServer({
      script: () => (isDead ? refuses(500, { error: { message: "EngineDeadError" } }) : answers),
      routes: { "/health": (response) => response.writeHead(isDead ? 503 : 200).end() },
    });
    await using client = await clientOf(server.url, { maxRetries: 1 });
    isDead = true;
    const asked = tally(client, questions(10));
    await said(client, /Its \/health says: HTTP status 503 Service Unavailable\. Waiting for it/);
    isDead = false;
    expect(await asked).toEqual({ right: 10 });
    expect(client.counters).toMatchObject({ outages: 1, retries: 0 });
  });

  test("that hangs altogether is an outage, not many timeouts", async () => {
    let isHanging = false;
    await using server = await misbehavingServer({
      script: () => (isHanging ? hangs : answers),
      routes: {
        "/v1/models": (response) => {
          if (!isHanging) response.end(JSON.stringify({ data: [{ id: "tiny" }] }));
        },
      },
    });
    await using client = await clientOf(server.url, { timeoutMilliseconds: 100 });
    isHanging = true;
    const asked = tally(client, questions(10));
    await said(client, /It does not answer within 0\.1 s\. Waiting for it/);
    isHanging = false;
    expect(await asked).toEqual({ right: 10 });
  });

  test("that comes back with another model is not back", async () => {
    await using first = await mortalServer();
    await using client = await clientOf(first.url, { outageMilliseconds: 500 });
    await first.kill();
    const asked = failureOf(tally(client, questions(3)));
    const port = Number(new URL(first.url).port);
    await using _other = await misbehavingServer({ script: () => answers, models: [{ id: "huge" }], port });
    expect(await asked).toMatchObject({
      kind: "stack",
      message: expect.stringContaining('It now serves "huge"'),
    });
  });

  test("that refuses connections from the start", async () => {
    expect(await failureOf(clientOf(`http://${await deadHost()}`))).toMatchObject({
      kind: "stack",
      message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1: The server refused the connection\.$/),
      hint: expect.stringContaining("started"),
    });
  });
});

async function answered(client: TestClient, count: number): Promise<void> {
  while (client.counters.answered < count) await sleep(2);
}

async function said(client: TestClient, words: RegExp): Promise<void> {
  while (!client.said.some((line) => words.test(line))) await sleep(2);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
