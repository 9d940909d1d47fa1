import { createServer } from "node:net";
import { request } from "undici";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { PROFILES, profileNamed } from "../../../src/drivers/index.ts";
import { startRehearsal } from "../../../src/run/rehearsal/index.ts";
import { openEmbeddedPolicy } from "../../../src/stacks/embedded/policy.ts";
import { bodyOf, NOISE, rehearse } from "./rehearsals.ts";

/** From the published servers: what they cut their answers to. */
const SHAPES: Readonly<Record<string, readonly number[]>> = {
  "flagscale-g0": [50, 32],
  "flagscale-g1": [10, 14],
};

describe.each(Object.keys(PROFILES))("a rehearsal server of %s", (name) => {
  it("gives its driver the policy's actions, the same bits each time", async () => {
    await using rehearsal = await rehearse(name);
    const first = await rehearsal.ask();
    if (SHAPES[name] !== undefined) expect(first.actions.shape).toEqual(SHAPES[name]);
    expect(first.actions.data.every((value) => Number.isFinite(Number(value)))).toBe(true);
    expect((await rehearsal.ask(1)).actions.data).not.toEqual(first.actions.data);
    expect((await rehearsal.ask()).actions.data).toEqual(first.actions.data);
  });

  it("answers from its own fixed noise as the embedded policy does", async () => {
    await using rehearsal = await rehearse(name);
    await using policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 42 });
    const input = await profileNamed(name).decodeRequest(await bodyOf(name));
    const { actions } = await policy.infer(input, NOISE);
    const answered = await rehearsal.ask();
    const [steps = 0, dimensions = 0] = answered.actions.shape;
    for (let step = 0; step < steps; step += 1) {
      const row = actions.data.slice(step * 32, step * 32 + dimensions);
      expect(answered.actions.data.slice(step * dimensions, (step + 1) * dimensions)).toEqual(row);
    }
  });
});

describe("an HTTP rehearsal server", () => {
  it("answers one question at a time, however many come at once", async () => {
    await using rehearsal = await rehearse("flagscale-g2");
    const body = await bodyOf("flagscale-g2");
    const post = async () => {
      const { body: answer, statusCode } = await request(`${rehearsal.server.url}/infer`, {
        method: "POST",
        body,
      });
      return { statusCode, text: await answer.text() };
    };
    const answers = await Promise.all([post(), post(), post(), post()]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.statusCode).toBe(200);
  });

  // The texts of FlagScale's server of November 2025, as the project's notes list them.
  it.each([
    ['{"instruction": "x"}', "Request requires: qpos"],
    ['{"qpos": [[0]]}', "Request requires: eef_pose"],
    ['{"qpos": [[0]], "eef_pose": [[0]]}', "Request requires instruction"],
  ])("refuses %s in the real server's words", async (body, error) => {
    await using rehearsal = await rehearse("flagscale-g1");
    const answer = await request(`${rehearsal.server.url}/infer`, { method: "POST", body });
    expect(answer.statusCode).toBe(400);
    expect(await answer.body.json()).toEqual({ success: false, error });
  });

  it.each([
    ["GET", "/infer", 405],
    ["GET", "/health", 404],
    ["POST", "/", 404],
  ] as const)("%s %s gives status %i", async (method, path, status) => {
    await using rehearsal = await rehearse("flagscale-g1");
    const answer = await request(`${rehearsal.server.url}${path}`, { method });
    expect(answer.statusCode).toBe(status);
    expect(await answer.body.text()).toMatch(/^<!doctype html>/);
  });

  it("lives on after requests that are not JSON, not pictures, or cut off", async () => {
    await using rehearsal = await rehearse("flagscale-g2");
    const url = `${rehearsal.server.url}/infer`;
    for (const body of ["", "{", "null", "[]", '{"state": [1], "instruction": "x", "images": [{}]}']) {
      const answer = await request(url, { method: "POST", body });
      expect(answer.statusCode, body).toBe(400);
      await answer.body.dump();
    }
    const half = request(url, { method: "POST", headers: { "content-length": "10" }, body: "12345" });
    await expect(half).rejects.toThrow();
    expect((await rehearsal.ask()).actions.shape).toEqual([50, 32]);
  });

  it("says that its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    for (const profile of Object.values(PROFILES)) {
      const policy = { infer: () => Promise.reject(new Error("not asked")) };
      await expect(
        startRehearsal({ policy, profile, noise: NOISE, host: "127.0.0.1", port, failure: null }),
      ).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("taken") });
    }
    other.close();
  });
});

describe("a WebSocket rehearsal server", () => {
  it("tells its health over HTTP", async () => {
    await using rehearsal = await rehearse("openpi-websocket");
    const http = rehearsal.server.url.replace("ws://", "http://");
    const health = await request(`${http}/healthz`);
    expect([health.statusCode, await health.body.text()]).toEqual([200, "OK\n"]);
    expect((await request(`${http}/infer`, { method: "POST" })).statusCode).toBe(426);
  });

  it("sends a traceback as text to a client that sends nonsense, and serves the next", async () => {
    await using rehearsal = await rehearse("openpi-websocket");
    for (const nonsense of ["hello", Buffer.of(0xc1), Buffer.of()]) {
      const { texts, code } = await converse(rehearsal.server.url, nonsense);
      expect(texts.join()).toContain("Traceback");
      expect(code).toBe(1011);
    }
    expect((await rehearsal.ask()).actions.shape).toEqual([50, 32]);
  });

  it("outlives a client that breaks the WebSocket protocol", async () => {
    await using rehearsal = await rehearse("openpi-websocket");
    const socket = new WebSocket(rehearsal.server.url);
    await new Promise((resolve) => socket.once("message", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    // A client's frames must be masked (RFC 6455, 5.1).
    Reflect.get(socket, "_socket").write(Buffer.of(0x82, 0x01, 0x00));
    await closed;
    expect((await rehearsal.ask()).actions.shape).toEqual([50, 32]);
  });
});

async function converse(url: string, message: string | Buffer): Promise<{ texts: string[]; code: number }> {
  const socket = new WebSocket(url);
  const texts: string[] = [];
  socket.on("message", (data, isBinary) => {
    if (isBinary) socket.send(message);
    else texts.push(data.toString());
  });
  const code = await new Promise<number>((resolve) => socket.once("close", resolve));
  return { texts, code };
}
