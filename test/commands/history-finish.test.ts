import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { finishHistory } from "../../src/commands/history-finish.ts";
import type { RunResult } from "../../src/contracts/run-result.ts";
import { readHistory } from "../../src/history/store.ts";
import { readResult, temporaryFolder } from "../support/cli.ts";

const FIXTURE = new URL("../../fixtures/runs/pi0-h200.json", import.meta.url);

/** A finished run of another night in a folder of its own. */
async function night(reports: string, number: number, wapePercent?: number) {
  const folder = join(reports, `night-${number}`);
  await mkdir(folder, { recursive: true });
  await cp(FIXTURE, join(folder, "run.json"));
  const run = await readResult(folder);
  if (run.metrics === null) throw new Error(run.metricsReason);
  const createdAt = new Date(Date.UTC(2026, 10, 1 + number)).toISOString();
  const moved = wapePercent === undefined ? {} : { wapePercent };
  const interval =
    wapePercent === undefined ? run.intervals.wapePercent : [wapePercent - 0.01, wapePercent + 0.01];
  const result = {
    ...run,
    ...{ id: `night-${number}`, createdAt, metrics: { ...run.metrics, ...moved } },
    intervals: { ...run.intervals, wapePercent: interval },
  } as RunResult;
  await writeFile(join(folder, "run.json"), JSON.stringify(result));
  return { result, folder };
}

/** What a call prints on either stream. */
async function printed<Value>(
  call: () => Promise<Value>,
): Promise<{ value: Value; stdout: string; stderr: string }> {
  const output = { stdout: "", stderr: "" };
  const writers = (["stdout", "stderr"] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (chunk: string | Uint8Array) => {
      output[name] += String(chunk);
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  try {
    return { value: await call(), ...output };
  } finally {
    for (const restore of writers) restore();
  }
}

describe("the end of a run", () => {
  let reports = "";
  const idsIn = async (file: string) => (await readHistory(file)).runs.map(({ runId }) => runId);

  beforeAll(async () => {
    reports = await temporaryFolder();
  });

  test("records it beside its folder, without a word", async () => {
    const { value, stdout, stderr } = await printed(async () => finishHistory(await night(reports, 1), {}));
    expect(value).toEqual({ verdict: "consistent", failure: null });
    expect([stdout, stderr]).toEqual(["", ""]);
    expect(await idsIn(join(reports, "history.jsonl"))).toEqual(["night-1"]);
  });

  test("records it elsewhere, or nowhere", async () => {
    const other = await temporaryFolder();
    await finishHistory(await night(reports, 2), { history: join(other, "nights.jsonl") });
    expect(await idsIn(join(other, "nights.jsonl"))).toEqual(["night-2"]);
    const nowhere = await finishHistory(await night(reports, 3), { history: false });
    expect(nowhere.failure).toBeNull();
    const both = await finishHistory(await night(reports, 3), { history: false, against: "last" });
    expect(both.failure).toMatchObject({ kind: "usage" });
    expect(await idsIn(join(reports, "history.jsonl"))).toEqual(["night-1"]);
  });

  test("gates on drift: the worse verdict counts, and the floor is told", async () => {
    const finished = await night(reports, 4, 0.6);
    const { value, stdout } = await printed(() => finishHistory(finished, { against: "last" }));
    expect(value).toMatchObject({ verdict: "inconsistent", failure: null });
    expect(stdout).toContain("moved beyond its limit since night-1");
    expect(stdout).toMatch(/noise of WAPE: .*perturbation floor 0\.1491 %/);
    const drift = JSON.parse(await readFile(join(finished.folder, "drift.json"), "utf8"));
    expect(drift).toMatchObject({
      verdict: "inconsistent",
      run: { id: "night-4" },
      reference: { id: "night-1" },
    });
  });

  test("leaves standard output to the result with --json, and the first night its verdict", async () => {
    const fresh = await temporaryFolder();
    const finished = await night(fresh, 5);
    const { value, stdout, stderr } = await printed(() =>
      finishHistory(finished, { against: "last", json: true }),
    );
    expect(value).toMatchObject({ verdict: "consistent", failure: null });
    expect(stdout).toBe("");
    expect(stderr).toContain("no earlier complete run of this series");
    const blessed = await printed(() => finishHistory(finished, { against: "blessed" }));
    expect(blessed.value.verdict).toBe("inconclusive");
  });

  test("keeps its result where the history cannot be written", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const { verdict, failure } = await finishHistory(await night(reports, 6), {
      history: join(file, "x.jsonl"),
    });
    expect(verdict).toBe("consistent");
    expect(failure?.kind).toMatch(/input|output/);
  });
});
