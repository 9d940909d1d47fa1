import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { TARGETS } from "../../src/stacks/index.ts";
import { evidenceFromOperatorLog } from "../../src/stacks/operator-log.ts";
import { temporaryFolder } from "../support/cli.ts";
import { targetConformance } from "./conformance.ts";

const H200 = fileURLToPath(new URL("../../fixtures/pi0/h200", import.meta.url));

targetConformance("recording", () =>
  TARGETS.recording.open({ recording: H200, entry: "native" }, { stack: "cuda" }),
);
targetConformance("endpoint", () => TARGETS.endpoint.open({ url: "http://127.0.0.1:1" }, { stack: "cuda" }));
targetConformance("embedded", () =>
  TARGETS.embedded.open({ backend: "tfjs-wasm", weightsSeed: 1, answerDimensions: 32 }, { stack: "wasm" }),
);

const managed = TARGETS.docker.options.parse({ start: "serve", port: 5000, image: "pi0" });
targetConformance("docker", () => TARGETS.docker.open(managed, { stack: "cuda" }));
const process = TARGETS.process.options.parse({ start: "serve", port: 5000 });
targetConformance("process", () => TARGETS.process.open(process, { stack: "cuda" }));

it.each([{}, { image: "a", container: "b" }])("docker wants an image or a container: %j", async (given) => {
  const options = TARGETS.docker.options.parse({ start: "serve", ...given });
  const opening = async () => TARGETS.docker.open(options, { stack: "cuda" });
  await expect(opening()).rejects.toMatchObject({ kind: "suite" });
});

it("every target is registered under its own name", () => {
  for (const [key, target] of Object.entries(TARGETS)) expect(target.name).toBe(key);
});

describe("recording", () => {
  it("lists what it holds when asked for something else", async () => {
    const opening = TARGETS.recording.open({ recording: H200, entry: "rocm" }, { stack: "x" });
    await expect(opening).rejects.toMatchObject({ kind: "suite", hint: expect.stringContaining("flaggems") });
  });

  it("proves FlagGems by the operators in its log", async () => {
    const stack = await TARGETS.recording.open({ recording: H200, entry: "flaggems" }, { stack: "flagos" });
    const { status, operators = {} } = await stack.evidence(new Date());
    expect(status).toBe("proved");
    expect(operators["flag_gems.ops.bmm.bmm"]).toBeGreaterThan(0);
  });
});

describe("endpoint", () => {
  const open = (operatorLog: string) =>
    TARGETS.endpoint.open({ url: "http://127.0.0.1:1", operatorLog }, { stack: "flagos" });

  it("takes an operator log that is newer than the run's start as evidence", async () => {
    const log = join(await temporaryFolder(), "gems.log");
    const startedAt = new Date(Date.now() - 1000);
    await writeFile(log, "[DEBUG] flag_gems.ops.mm: GEMS MM\n[DEBUG] flag_gems.ops.mm.mm: GEMS MM\n");
    expect(await (await open(log)).evidence(startedAt)).toMatchObject({
      status: "proved",
      operators: { "flag_gems.ops.mm": 1, "flag_gems.ops.mm.mm": 1 },
    });
  });

  it("takes a log through the place that it names, here a shell of this machine", async () => {
    const log = join(await temporaryFolder(), "gems.log");
    const stack = await TARGETS.endpoint.open(
      { url: "http://127.0.0.1:1", evidence: { operatorLog: log } },
      { stack: "cuda", expect: "native" },
    );
    expect(await stack.evidence(new Date())).toMatchObject({ status: "missing" });
    await writeFile(log, "[DEBUG] flag_gems.ops.mm: GEMS MM\n");
    expect(await stack.evidence(new Date())).toMatchObject({
      status: "contradicted",
      summary: expect.stringContaining("meant to be native"),
    });
    await utimes(log, new Date(0), new Date(0));
    expect(await stack.evidence(new Date())).toMatchObject({ summary: expect.stringContaining("older") });
  });

  it("does not take an old log, nor one that is not there", async () => {
    const log = join(await temporaryFolder(), "gems.log");
    await writeFile(log, "[DEBUG] flag_gems.ops.mm: GEMS MM\n");
    await utimes(log, new Date(0), new Date(0));
    expect(await (await open(log)).evidence(new Date())).toMatchObject({
      status: "missing",
      summary: expect.stringContaining("older"),
    });
    expect(await (await open(`${log}.gone`)).evidence(new Date())).toMatchObject({ status: "missing" });
  });
});

it("an operator log without operators proves nothing", () => {
  expect(evidenceFromOperatorLog("", "gems.log")).toMatchObject({ status: "missing" });
  expect(evidenceFromOperatorLog("INFO hello\n", "gems.log")).toMatchObject({ status: "missing" });
});
