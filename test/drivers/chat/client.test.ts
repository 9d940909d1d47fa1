import { describe, expect, test } from "vitest";
import type { ChatApi } from "../../../src/contracts/chat.ts";
import { addressOf } from "../../../src/drivers/chat/address.ts";
import { requestRest } from "../../../src/drivers/chat/request.ts";
import { failureOf } from "../servers.ts";
import { ask, clientOf, restOf } from "./asking.ts";
import {
  answers,
  answersWith,
  type Behaviour,
  misbehavingServer,
  refuses,
  rightAnswer,
} from "./misbehaving-server.ts";

const KEY = "sk-0123456789-very-secret";

/** The reply to one question, with the message replaced. */
async function replyOf(message: object, choice: object = {}, api: ChatApi = "chat"): Promise<unknown> {
  const change = (reply: Record<string, unknown>) => ({
    ...reply,
    choices: [api === "chat" ? { message, finish_reason: "stop", ...choice } : { ...message, ...choice }],
  });
  await using server = await misbehavingServer({ script: () => answersWith(change) });
  await using client = await clientOf(server.url, { maxRetries: 0 });
  const outcome = await ask(client, "?");
  return outcome.state === "answered" ? outcome.reply : outcome.failure;
}

describe("a reply", () => {
  test("is taken as it came", async () => {
    await using server = await misbehavingServer({ script: () => answers });
    await using client = await clientOf(server.url);
    expect(await ask(client, "Wie groß? 😀")).toEqual({
      state: "answered",
      reply: {
        text: rightAnswer("Wie groß? 😀"),
        reasoning: null,
        finishReason: "stop",
        promptTokens: "Wie groß? 😀".length,
        completionTokens: rightAnswer("Wie groß? 😀").length,
        latencyMilliseconds: expect.any(Number),
        attempts: 1,
      },
    });
  });

  test.each([
    [
      "a thought in the text stays there",
      { content: "<think>2</think>B" },
      { text: "<think>2</think>B", reasoning: null },
    ],
    ["reasoning_content", { content: "B", reasoning_content: "2 + 2" }, { text: "B", reasoning: "2 + 2" }],
    ["reasoning", { content: "B", reasoning: "2 + 2" }, { text: "B", reasoning: "2 + 2" }],
    [
      "reasoning that ran out of tokens",
      { content: null, reasoning_content: "2 +" },
      { text: "", reasoning: "2 +" },
    ],
    ["an empty text", { content: "" }, { text: "", reasoning: null }],
    ["no text, but an end", { content: null }, { text: "", reasoning: null }],
    [
      "parts",
      {
        content: [
          { type: "text", text: "A" },
          { type: "text", text: "B" },
        ],
      },
      { text: "AB", reasoning: null },
    ],
    [
      "parts that think",
      {
        content: [
          { type: "thinking", thinking: [] },
          { type: "text", text: "B" },
        ],
      },
      { text: "B" },
    ],
    ["content that is a number", { content: 4 }, { kind: "malformed" }],
    ["content that is anything", { content: [{ answer: "B" }] }, { kind: "malformed" }],
  ])("%s", async (_what, message, reply) => {
    expect(await replyOf(message)).toMatchObject(reply);
  });

  test("cut by the token limit says so; the server may count no tokens", async () => {
    expect(await replyOf({ content: "B", role: "assistant" }, { finish_reason: "length" })).toMatchObject({
      finishReason: "length",
    });
    await using server = await misbehavingServer({
      script: () => answersWith(({ usage: _, model: __, ...reply }) => reply),
    });
    await using client = await clientOf(server.url);
    expect(await ask(client, "?")).toMatchObject({ reply: { promptTokens: null, completionTokens: null } });
  });

  test("keeps log probabilities where they came", async () => {
    const logprobs = { content: [{ token: "B", logprob: -0.25, top_logprobs: [] }] };
    expect(await replyOf({ content: "B" }, { logprobs })).toMatchObject({ logprobs });
    expect(await replyOf({ content: "B" }, { logprobs: null })).not.toHaveProperty("logprobs");
  });

  test("of the completions API is its text", async () => {
    await using server = await misbehavingServer({ script: () => answers });
    await using client = await clientOf(server.url, { api: "completions" });
    const messages = [{ role: "user", parts: [{ kind: "text", text: "Q: ?" }] }] as const;
    const rest = requestRest({
      api: "completions",
      messages,
      sampling: { temperature: 0, maxTokens: 4 },
      seed: null,
    });
    expect(await client.ask(rest, new AbortController().signal)).toMatchObject({
      reply: { text: rightAnswer("Q: ?") },
    });
    expect(server.seen[0]?.path).toBe("/v1/completions");
  });

  test("that failed tells the server's words", async () => {
    const said = "This model's maximum context length is 4096 tokens, however you requested 5000.";
    await using server = await misbehavingServer({
      script: () => refuses(400, { error: { message: said, code: 400 } }),
    });
    await using client = await clientOf(server.url);
    expect(await ask(client, "?")).toEqual({
      state: "errored",
      failure: { kind: "status", status: 400, message: `HTTP status 400 Bad Request: ${said}`, attempts: 1 },
    });
  });
});

describe("what is sent", () => {
  test("differs between two models in the name alone", async () => {
    const names = ["/models/ERNIE-4.5", 'a "quoted"\\name 模型'];
    const bodies = [];
    for (const name of names) {
      await using server = await misbehavingServer({ script: () => answers, models: [{ id: name }] });
      await using client = await clientOf(server.url, { apiKey: `${KEY}\n` });
      expect(await ask(client, "the same")).toMatchObject({ state: "answered" });
      const [request] = server.seen;
      expect(request?.body["model"]).toBe(name);
      expect(request?.headers).toMatchObject({
        authorization: `Bearer ${KEY}`,
        "content-type": "application/json",
      });
      expect(request?.path).toBe("/v1/chat/completions");
      bodies.push(request?.text.replace(JSON.stringify(name), ""));
    }
    expect(bodies[0]).toBe(bodies[1]);
    expect(bodies[0]).toBe(`{"model":${Buffer.from(restOf("the same")).toString()}`);
  });
});

describe("addresses", () => {
  test.each([
    ["http://127.0.0.1:8000", "http://127.0.0.1:8000/v1", ""],
    ["http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1", ""],
    ["127.0.0.1:8000", "http://127.0.0.1:8000/v1", ""],
    ["localhost:8000/v1", "http://localhost:8000/v1", ""],
    ["http://[::1]:8000/v1/", "http://[::1]:8000/v1", ""],
    ["https://gateway/team/ernie/v1", "https://gateway/team/ernie/v1", "/team/ernie"],
    ["https://gateway/api/paas/v4/", "https://gateway/api/paas/v4", "/api/paas"],
    ["http://h:1/v1/chat/completions", "http://h:1/v1", ""],
    ["http://h:1/v1/completions", "http://h:1/v1", ""],
    ["http://h:1/v1/models", "http://h:1/v1", ""],
  ])("%s", (url, name, root) => expect(addressOf(url)).toMatchObject({ name, root }));

  test.each(["ws://h:1", "http://", "", "file:///etc"])("%j is none", (url) => {
    expect(() => addressOf(url)).toThrow("is no HTTP address");
  });

  test("a password in one is not repeated", () => {
    expect(() => addressOf("http://me:hunter2@h:1")).toThrow(
      /^The address of h:1 holds credentials or a query\.$/,
    );
    expect(() => addressOf("http://h:1/v1?key=hunter2")).toThrow(/^The address of h:1/);
  });
});

describe("opening", () => {
  const served = (...models: object[]) => ({
    script: () => answers,
    models: models as Record<string, unknown>[],
  });

  test("finds out what a vLLM server is", async () => {
    const model = { id: "ernie", owned_by: "vllm", root: "/m/ERNIE", parent: null, max_model_len: 8192 };
    await using server = await misbehavingServer({
      ...served(model),
      routes: { "/version": (response) => response.end('{"version": "0.10.2"}') },
    });
    await using client = await clientOf(server.url);
    expect(client.model).toBe("ernie");
    expect(client.maxModelLength).toBe(8192);
    expect(client.serverFacts).toEqual({
      owned_by: "vllm",
      root: "/m/ERNIE",
      max_model_len: "8192",
      version: "0.10.2",
    });
  });

  test.each([
    [
      "the first alias of the model that was asked",
      "second",
      [
        { id: "first", root: "/m" },
        { id: "second", root: "/m" },
      ],
      "first",
    ],
    ["the model's path", "first", [{ id: "first", root: "/m" }], "/m"],
  ])("an answer by %s is right", async (_what, model, models, answering) => {
    await using server = await misbehavingServer({
      ...served(...models),
      script: () => answersWith((reply) => ({ ...reply, model: answering })),
    });
    await using client = await clientOf(server.url, { model });
    expect(await ask(client, "?")).toMatchObject({ state: "answered" });
  });

  test("an answer by another model that is served is wrong", async () => {
    await using server = await misbehavingServer({
      ...served({ id: "a", root: "/a" }, { id: "b", root: "/b" }),
      script: () => answersWith((reply) => ({ ...reply, model: "b" })),
    });
    await using client = await clientOf(server.url, { model: "a" });
    expect(await ask(client, "?")).toMatchObject({
      failure: { kind: "wrong model", message: 'The answer comes from the model "b", but "a" was asked.' },
    });
  });

  test("takes the only model, by whichever of its names", async () => {
    await using server = await misbehavingServer(
      served({ id: "first", root: "/m" }, { id: "second", root: "/m" }),
    );
    await using client = await clientOf(server.url);
    expect(client.model).toBe("first");
  });

  test.each([
    ["several models", [{ id: "a" }, { id: "b" }], null, 'serves several models: "a", "b"', "--model"],
    [
      "an adapter beside its base",
      [
        { id: "a", root: "/a" },
        { id: "l", root: "/l", parent: "a" },
      ],
      null,
      "several",
      "--model",
    ],
    ["another model", [{ id: "a" }, { id: "b" }], "c", 'does not serve "c"', 'It serves: "a", "b".'],
    ["nothing", [], "c", 'does not serve "c"', "It serves: nothing."],
  ])("refuses a server of %s", async (_what, models, model, message, hint) => {
    await using server = await misbehavingServer(served(...models));
    expect(await failureOf(clientOf(server.url, { model }))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  test("asks a server without a list for the model that is named", async () => {
    await using server = await misbehavingServer({ script: () => answers, models: null });
    await using client = await clientOf(server.url, { model: "any" });
    expect(await ask(client, "?")).toMatchObject({ state: "answered" });
    expect(await failureOf(clientOf(server.url))).toMatchObject({
      message: expect.stringContaining("does not list its models"),
    });
  });

  test.each([
    [401, KEY, "refuses the key"],
    [403, KEY, "refuses the key"],
    [401, null, "wants a key"],
    [503, null, "not loaded its model"],
  ])("status %i is refused with what to do, and without the key", async (status, apiKey, hint) => {
    const say = (response: Parameters<Behaviour>[0]) =>
      response
        .writeHead(status)
        .end(JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}` } }));
    await using server = await misbehavingServer({ script: () => answers, routes: { "/v1/models": say } });
    const failure = await failureOf(clientOf(server.url, { apiKey }));
    expect(failure).toMatchObject({
      kind: "stack",
      message: expect.stringContaining(`HTTP status ${status}`),
      hint: expect.stringContaining(hint),
    });
    if (apiKey !== null) expect(String(failure)).toContain("Incorrect API key provided: [API key].");
  });

  test("no failure repeats the key", async () => {
    await using server = await misbehavingServer({ script: () => refuses(401, `bad key ${KEY}`) });
    await using client = await clientOf(server.url, { apiKey: KEY });
    expect(await ask(client, "?")).toMatchObject({
      failure: { message: "HTTP status 401 Unauthorized: bad key [API key]." },
    });
    expect(JSON.stringify(client)).not.toContain(KEY);
  });

  test("a key that no header can carry is the caller's to mend, and not printed", async () => {
    const failure = await failureOf(clientOf("http://127.0.0.1:9", { apiKey: `${KEY}\nx` }));
    expect(failure).toMatchObject({ kind: "usage" });
    expect(String(failure)).not.toContain(KEY);
  });

  test("a page is no server of chats", async () => {
    await using server = await misbehavingServer({
      script: () => answers,
      routes: { "/v1/models": (response) => response.end("<html><title>It works!</title></html>") },
    });
    expect(await failureOf(clientOf(server.url))).toMatchObject({
      message: expect.stringContaining("It works!"),
    });
  });

  test("addresses that serve different models are refused; other differences are said", async () => {
    await using one = await misbehavingServer(served({ id: "a", max_model_len: 4096 }));
    await using two = await misbehavingServer(served({ id: "a", max_model_len: 8192 }));
    await using three = await misbehavingServer(served({ id: "b" }));
    await using client = await clientOf([one.url, two.url]);
    expect(client.said).toEqual([expect.stringMatching(/differ in max_model_len: 8192, 4096\.$/)]);
    expect(await failureOf(clientOf([one.url, three.url]))).toMatchObject({
      kind: "stack",
      message: expect.stringMatching(/different models: .* serves "a", .* serves "b"/),
    });
  });

  test("is stopped by its signal", async () => {
    await using server = await misbehavingServer({
      script: () => answers,
      routes: { "/v1/models": () => {} },
    });
    const controller = new AbortController();
    const opened = failureOf(clientOf(server.url, {}, controller.signal));
    setTimeout(() => controller.abort(), 30);
    expect(await opened).toMatchObject({ kind: "interrupted" });
  });
});
