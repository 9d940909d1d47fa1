import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { outcomeOf, readResult, runCli, startCli, temporaryFolder } from "../support/cli.ts";
import { managedCase } from "../support/managed.ts";
import { comparableRun, MAY_DIFFER_TIMED, runsIn, samplesOf } from "../support/shards.ts";

/** A suite of two policies in this process, the quick kind, that differ. */
async function embedded(observations: number): Promise<{ folder: string; args: string[] }> {
  const folder = await temporaryFolder();
  const policy = { target: "embedded", backend: "tfjs-wasm", weightsSeed: 42 };
  const stacks = { good: policy, bad: { ...policy, fault: "nine-steps" } };
  const suite = { schema: "fvalidate.suite/1", kind: "pi0", title: "embedded", stacks };
  // JSON is YAML too.
  await writeFile(join(folder, "suite.yaml"), JSON.stringify(suite));
  const arms = ["--baseline", "good", "--candidate", "bad"];
  const args = ["pi0", "--suite", "./suite.yaml", ...arms, "--observations", String(observations)];
  return { folder, args };
}

/** Two runs' tensors but for their times, to the byte. */
async function expectSameTensors(run: string, other: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(run, "tensors", "manifest.json"), "utf8"));
  const names = Object.keys(manifest.files).filter((name) => !name.includes("latency"));
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) {
    expect(await readFile(join(run, "tensors", name)), name).toEqual(
      await readFile(join(other, "tensors", name)),
    );
  }
}

// Processes and policies share the cores of the machine with the tests beside this one.
const SLOW = { timeout: 60_000 };

describe("shards of a live pi0 run", SLOW, () => {
  test("by a scheduler's variables, merged are the run that was not split, and a recording as it", async () => {
    const { folder, args } = await embedded(3);
    await runCli(folder, [...args, "--output-path", "whole"]);
    for (const index of ["0", "1"]) {
      const environment = { JOB_COMPLETION_INDEX: index, FVALIDATE_SHARDS: "2" };
      const { code, stderr } = await runCli(folder, [...args, "--shard", "auto"], environment);
      expect([code, stderr]).toEqual([0, ""]);
    }
    const { stderr } = await runCli(folder, ["merge", "reports", "--output-path", "merged"]);
    expect(stderr).toBe("");
    const [whole = ""] = await runsIn(join(folder, "whole"));
    const [merged = ""] = await runsIn(join(folder, "merged"));
    expect(await comparableRun(merged, MAY_DIFFER_TIMED)).toEqual(
      await comparableRun(whole, MAY_DIFFER_TIMED),
    );
    expect(await samplesOf(merged)).toEqual(await samplesOf(whole));
    await expectSameTensors(whole, merged);
    expect(await readFile(join(merged, "capsule", "manifest.json"))).toEqual(
      await readFile(join(whole, "capsule", "manifest.json")),
    );
    expect((await readResult(merged)).latency.baseline?.calls).toBe(6);
  });

  test("stopped by Ctrl-C keep what was answered; a merge takes it only where it is told to", async () => {
    const { folder, args } = await embedded(40);
    const child = startCli(folder, [...args, "--shard", "2/2"]);
    const ended = outcomeOf(child);
    await waitForSamples(folder, 6);
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    const refused = await runCli(folder, ["merge", "reports"]);
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringMatching(/shard 1 of 2 is missing; shard 2 of 2 ended as interrupted/),
    ]);
    const partly = await runCli(folder, ["merge", "reports", "--output-path", "m", "--allow-missing-shards"]);
    expect(partly.code).toBe(4);
    const [merged = ""] = await runsIn(join(folder, "m"));
    const result = await readResult(merged);
    if (result.metrics === null) throw new Error(result.metricsReason);
    expect(result.shape.observations).toBeGreaterThan(1);
    expect(result.shape.observations).toBeLessThan(20);
    expect(result.reasons[0]).toContain("2 of 2 shards are not there as a whole");
  });

  test("of another seed are shards of another run", async () => {
    const folder = await temporaryFolder();
    const args = ["pi0", "--baseline", "cuda", "--candidate", "flagos"];
    await runCli(folder, [...args, "--shard", "1/2"]);
    await runCli(folder, [...args, "--shard", "2/2", "--seed", "7"]);
    const outcome = await runCli(folder, ["merge", "reports"]);
    expect([outcome.code, outcome.stderr]).toEqual([
      3,
      expect.stringContaining("are not shards of one run: seed is 42 in the first"),
    ]);
  });
});

async function waitForSamples(folder: string, lines: number): Promise<void> {
  for (;;) {
    const [run] = await runsIn(join(folder, "reports")).catch(() => []);
    const text = await readFile(join(run ?? "", "samples.jsonl"), "utf8").catch(() => "");
    if (text.split("\n").length > lines) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test(
  "servers that are started for each shard, one after the other, and the calls that are timed",
  SLOW,
  async () => {
    const { folder, suite, env } = await managedCase(() => ({}));
    const args = [
      "pi0",
      "--suite",
      suite,
      "--observations",
      "2",
      "--latency",
      "--warmup",
      "1",
      "--iterations",
      "2",
    ];
    await runCli(folder, [...args, "--output-path", "whole"], env);
    for (const shard of ["1/3", "2/3", "3/3"]) {
      // The third has no observation: it starts nothing.
      const { code } = await runCli(folder, [...args, "--shard", shard], env);
      expect(code).toBe(0);
    }
    const { stderr } = await runCli(folder, ["merge", "reports", "--output-path", "merged"]);
    expect(stderr).toBe("");
    const [whole = ""] = await runsIn(join(folder, "whole"));
    const [merged = ""] = await runsIn(join(folder, "merged"));
    expect(await comparableRun(merged, MAY_DIFFER_TIMED)).toEqual(
      await comparableRun(whole, MAY_DIFFER_TIMED),
    );
    // All that the first was asked stands before the second's, as in the run that was not split.
    expect(await samplesOf(merged)).toEqual(await samplesOf(whole));
    await expectSameTensors(whole, merged);
    const { latency } = await readResult(merged);
    expect(latency.candidate).toMatchObject({
      calls: 4,
      source: "2 calls one after the other, after 1 for warm-up, in each of 2 shards",
    });
  },
);
