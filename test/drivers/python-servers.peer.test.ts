import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { PROFILES } from "../../src/drivers/index.ts";
import type { Profile } from "../../src/drivers/profile.ts";
import { openSession } from "../../src/drivers/session.ts";
import { toFloat64 } from "../../src/tensors/tensor.ts";
import { type DrawnObservation, sampleObservation } from "./observations.ts";
import { failureOf, noSignal, question } from "./servers.ts";

/** A Python with the packages that the skipped tests name, where it is not the first in the path. */
const PYTHON = process.env["FVALIDATE_PYTHON"] ?? "python3";
const G1 = PROFILES["flagscale-g1"];
const OPENPI = PROFILES["openpi-websocket"];

describe.each([
  ["Flask", "flask", ["numpy", "flask", "PIL"]],
  ["http.server", "plain", ["numpy", "PIL"]],
] as const)("FlagScale's protocol over %s", (_server, flavour, modules) => {
  const missing = missingModules(modules);

  test.skipIf(missing !== null)(`carries state, pixels and NaN${because(missing)}`, async () => {
    await using server = await python("infer_server.py", flavour);
    const { observation, pictures } = await sampleObservation(14);
    const actions = await answerOf(G1, { url: `http://127.0.0.1:${server.port}`, observation });
    expect(actions.shape).toEqual([3, 14]);
    const zeros = (count: number): number[] => Array(count).fill(0);
    expect([...toFloat64(actions)]).toEqual([
      ...observation.state,
      ...pictures.map(sumOf),
      ...zeros(11),
      ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
      ...zeros(10),
    ]);
  });

  test.skipIf(missing !== null)(`says what its error page says${because(missing)}`, async () => {
    await using server = await python("infer_server.py", flavour);
    const { observation } = await sampleObservation(14);
    const failing = { ...observation, instruction: "fail" };
    const url = `http://127.0.0.1:${server.port}`;
    expect(await failureOf(answerOf(G1, { url, observation: failing }))).toMatchObject({
      kind: "stack",
      message: expect.stringMatching(
        flavour === "flask" ? /500 Internal Server Error: / : /before its answer/,
      ),
    });
  });
});

describe("openpi's protocol over Python's websockets", () => {
  const missing = missingModules(["numpy", "msgpack", "websockets"]);

  test.skipIf(missing !== null).each(["<f4", ">f4", "<f8", "<f2", "<i8"])(
    `carries state and pixels, and answers in %s${because(missing)}`,
    async (dtype) => {
      await using server = await python("openpi_server.py");
      const { observation, pictures } = await sampleObservation(32);
      const state = observation.state.map(Math.trunc);
      const url = `ws://127.0.0.1:${server.port}`;
      const actions = await answerOf(OPENPI, {
        url,
        observation: { ...observation, state, instruction: dtype },
      });
      expect(actions.shape).toEqual([2, 32]);
      expect([...toFloat64(actions)].map((value) => value + 0)).toEqual(
        [...state, ...pictures.map(sumOf), ...Array<number>(29).fill(0)].map((value) => value + 0),
      );
    },
  );

  test.skipIf(missing !== null)(`hands on the traceback's last line${because(missing)}`, async () => {
    await using server = await python("openpi_server.py");
    const { observation } = await sampleObservation(32);
    const url = `ws://127.0.0.1:${server.port}`;
    const failing = { ...observation, instruction: "no dtype" };
    expect(await failureOf(answerOf(OPENPI, { url, observation: failing }))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("The server failed: TypeError"),
      cause: { message: expect.stringContaining("Traceback (most recent call last)") },
    });
  });
});

async function answerOf(profile: Profile, to: { url: string; observation: DrawnObservation["observation"] }) {
  await using session = await openSession({ url: to.url, profile, timeoutMilliseconds: 20_000 });
  const { actions } = await session.ask(question(await profile.encodeRequest(to.observation)), noSignal());
  return actions;
}

function sumOf({ pixels }: { pixels: Uint8Array }): number {
  return pixels.reduce((sum, value) => sum + value, 0);
}

async function python(script: string, ...args: string[]): Promise<AsyncDisposable & { port: number }> {
  const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  const child = spawn(PYTHON, [path, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  return {
    port: Number(await firstLineOf(child)),
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("the server ended before it said its port");
}

/** What to install for a test, or `null` when all is there. */
function missingModules(modules: readonly string[]): string | null {
  const { status, stderr } = spawnSync(PYTHON, ["-c", modules.map((name) => `import ${name}`).join("\n")]);
  if (status === 0) return null;
  return (
    String(stderr ?? "")
      .trim()
      .split("\n")
      .at(-1) ?? `no ${PYTHON}`
  );
}

function because(missing: string | null): string {
  return missing === null ? "" : ` (skipped: ${missing})`;
}
