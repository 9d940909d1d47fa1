import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { DriftResult } from "../../../src/contracts/drift.ts";
import { readRun } from "../../../src/contracts/read-run.ts";
import { driftText } from "../../../src/report/history/drift-text.ts";
import { gateOnDrift, recordRun } from "../../../src/run/history/record-run.ts";
import { sha256 } from "../../../src/support/hash.ts";
import { encodeNpy, readNpyFile } from "../../../src/tensors/npy.ts";
import { readResult, runCli, runFolderIn, temporaryFolder } from "../../support/cli.ts";

/** The folder of a real run of the embedded policy, each night with the same suite. */
async function liveNight(folder: string, fault: string): Promise<string> {
  const stack = (name: string, more: string) =>
    `  ${name}: { target: embedded, backend: tfjs-wasm, weightsSeed: 42${more} }`;
  const head = ["schema: fvalidate.suite/1", "kind: pi0", "title: nights", "stacks:"];
  const lines = [...head, stack("native", ""), stack("subject", fault), ""];
  await writeFile(join(folder, "nights.yaml"), lines.join("\n"));
  const args = ["pi0", "--suite", "./nights.yaml", "--baseline", "native", "--candidate", "subject"];
  const { stdout } = await runCli(folder, [...args, "--observations", "8", "--repeats", "1"]);
  return join(folder, runFolderIn(stdout));
}

/** A later run with the files of an earlier one, its candidate's answers changed. */
async function laterNight(
  first: string,
  night: number,
  change: (value: number, at: number) => number,
): Promise<string> {
  const folder = `${first}-night-${night}`;
  await cp(first, folder, { recursive: true });
  const run = await readResult(first);
  const id = `${run.id}-night-${night}`;
  const createdAt = new Date(Date.parse(run.createdAt) + 86_400_000 * night).toISOString();
  await writeFile(join(folder, "run.json"), JSON.stringify({ ...run, id, createdAt }));
  const tensors = join(folder, "tensors");
  const candidate = await readNpyFile(join(tensors, "candidate.npy"));
  const data = Float32Array.from(candidate.data as Float32Array, change);
  const bytes = encodeNpy({ dtype: "float32", shape: candidate.shape, data });
  await writeFile(join(tensors, "candidate.npy"), bytes);
  const manifest = JSON.parse(await readFile(join(tensors, "manifest.json"), "utf8"));
  manifest.run = id;
  manifest.files["candidate.npy"] = sha256(bytes);
  await writeFile(join(tensors, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

async function driftOf(history: string, folder: string, against: string): Promise<DriftResult> {
  return gateOnDrift(await recordRun(await readRun(folder), folder, history), folder, against);
}

const PAINT = { verdict: (word: string) => word, warning: (word: string) => word };

describe("nights of pi0 with the same requests", () => {
  let history = "";
  let first = "";
  let broken = "";

  beforeAll(async () => {
    const folder = await temporaryFolder();
    history = join(folder, "reports");
    first = await liveNight(folder, "");
    broken = await liveNight(folder, ", fault: gelu-for-silu");
    await recordRun(await readRun(first), first, history);
  });

  test("fail when the candidate computes another formula, and say what changed", async () => {
    const drift = await driftOf(history, broken, first);
    expect(drift).toMatchObject({ verdict: "inconsistent", reference: { choice: "named" } });
    expect(drift.reasons[0]).toMatch(/^subject, then and now: .* × the rounding floor: beyond 1.5$/);
    expect(drift.changed).toEqual([{ name: "candidate fault", before: null, after: "gelu-for-silu" }]);
    // The baseline answered with the same bits on both nights.
    expect(drift.findings.find(({ key }) => key === "baselineTensors")).toMatchObject({ outcome: "same" });
    expect(JSON.parse(await readFile(join(broken, "drift.json"), "utf8"))).toEqual(drift);
    const text = driftText(drift, PAINT);
    expect(text).toMatch(/^ {2}DRIFT {4}moved beyond its limit since /);
    expect(text).toContain("candidate fault: none → gelu-for-silu");
  });

  test("pass with the same bits", async () => {
    const folder = await laterNight(first, 1, (value) => value);
    const drift = await driftOf(history, folder, first);
    expect(drift).toMatchObject({ verdict: "consistent", notes: [] });
    expect(drift.reasons).toEqual(["subject, then and now: the same requests, answered with the same bits"]);
    // The last night's candidate was the broken one.
    expect(await driftOf(history, folder, "last")).toMatchObject({
      verdict: "inconsistent",
      reference: { choice: "last", id: (await readRun(broken)).id },
    });
  });

  test("pass with rounding, and name it", async () => {
    const folder = await laterNight(first, 2, (value, at) => value * (1 + 4e-4 * Math.cos(at ** 2)));
    const drift = await driftOf(history, folder, first);
    expect(drift.verdict).toBe("consistent");
    expect(drift.headline).toContain("moved within it: subject, then and now");
    expect(drift.reasons[0]).toMatch(/within 1.5, as rounding is$/);
  });

  test("pass with a formula that differs by less than rounding, and name that too", async () => {
    const folder = await laterNight(first, 3, (value) => value * 1.0004);
    const drift = await driftOf(history, folder, first);
    expect(drift.verdict).toBe("consistent");
    expect(drift.reasons[0]).toMatch(/small, but not rounding .* look for a different formula$/);
  });

  test("fail where one of them has a NaN", async () => {
    const folder = await laterNight(first, 4, (value, at) => (at === 7 ? Number.NaN : value));
    const drift = await driftOf(history, folder, first);
    expect(drift.verdict).toBe("inconsistent");
    expect(drift.reasons[0]).toMatch(/NaN or infinity at 1 positions/);
  });

  test.each([
    [
      "a tensor that was changed since",
      (folder: string) => writeFile(join(folder, "tensors", "candidate.npy"), "x"),
    ],
    ["no tensors", (folder: string) => rm(join(folder, "tensors"), { recursive: true })],
    ["a tensor that is gone", (folder: string) => rm(join(folder, "tensors", "baseline.npy"))],
  ])("fall back to the recorded figures with %s, and say why", async (_what, damage) => {
    const folder = await laterNight(first, 5, (value) => value);
    await damage(folder);
    const drift = await driftOf(history, folder, first);
    expect(drift.notes[0]).toMatch(/^The runs' tensors were not compared: /);
    expect(drift.reasons[0]).toMatch(/^WAPE: the same figure/);
    await rm(folder, { recursive: true });
  });

  test("fall back to the recorded figures when the reference's folder is gone", async () => {
    const folder = await laterNight(first, 6, (value) => value);
    const gone = await laterNight(first, 7, (value) => value);
    const { record } = await recordRun(await readRun(gone), gone, history);
    await rm(gone, { recursive: true });
    const drift = await driftOf(history, folder, record.runId);
    expect(drift.notes).toEqual([
      `The runs' tensors were not compared: the folder of ${record.runId} (${record.folder}) is not there.`,
    ]);
    expect(drift.verdict).toBe("consistent");
  });

  test("are not compared element by element with other requests", async () => {
    const folder = await laterNight(first, 8, (value) => value);
    const run = await readResult(folder);
    const other = { ...run, capsule: { ...run.capsule, sha256: "0".repeat(64) } };
    await writeFile(join(folder, "run.json"), JSON.stringify(other));
    const drift = await driftOf(history, folder, first);
    expect(drift.notes[0]).toMatch(/asked different requests/);
  });
});
