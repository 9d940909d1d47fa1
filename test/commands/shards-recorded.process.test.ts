import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CommandOutcome, runCli, temporaryFolder } from "../support/cli.ts";
import { comparableRun, runShardProcesses, runsIn } from "../support/shards.ts";

const SUITES = [
  {
    name: "benchmarks",
    args: ["bench", "--suite", "bench-recorded", "--baseline", "bfloat16", "--candidate", "rope-theta-10000"],
    // As processes at once they are asked from servers: see shards-servers.process.test.ts.
    run: oneAfterTheOther,
    // Nothing is timed, so every file is the same to the byte.
    files: ["samples.jsonl", "journal/baseline.jsonl", "journal/candidate.jsonl", "capsule/manifest.json"],
    code: 4,
  },
  {
    name: "pi0",
    args: ["pi0", "--baseline", "cuda", "--candidate", "flagos"],
    run: runShardProcesses,
    files: ["samples.jsonl", "tensors/baseline.npy", "tensors/candidate.npy", "tensors/golden.npy"],
    code: 0,
  },
];

async function oneAfterTheOther(folder: string, args: readonly string[], count: number) {
  const outcomes: CommandOutcome[] = [];
  for (let index = 1; index <= count; index += 1)
    outcomes.push(await runCli(folder, [...args, "--shard", `${index}/${count}`]));
  return outcomes;
}

describe.each(SUITES)("four shards that replay the recorded suite of $name", ({ args, run, files, code }) => {
  // Processes share the cores of the machine with the tests beside this one.
  test("merged in any order give the run that was not split", { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    const whole = await runCli(folder, [...args, "--output-path", "whole"]);
    const shards = await run(folder, args, 4);
    expect(shards.map((shard) => [shard.code, shard.stderr])).toEqual(shards.map(() => [0, ""]));
    const [expected = ""] = await runsIn(join(folder, "whole"));
    const runs = await runsIn(join(folder, "reports"));
    expect(runs).toHaveLength(4);
    const orders = [[2, 0, 3, 1].map((i) => runs[i] ?? ""), ["reports"]];
    for (const [i, order] of orders.entries()) {
      const outputPath = `merged-${i}`;
      const outcome = await runCli(folder, ["merge", ...order, "--output-path", outputPath]);
      expect([outcome.code, outcome.stderr]).toEqual([code, ""]);
      expect(outcome.code).toBe(whole.code);
      const [merged = ""] = await runsIn(join(folder, outputPath));
      expect(await comparableRun(merged)).toEqual(await comparableRun(expected));
      for (const file of files) {
        expect(await readFile(join(merged, file)), file).toEqual(await readFile(join(expected, file)));
      }
    }
  });
});

test("a shard's run is not judged, and exits with 0 though its own answers differ", async () => {
  const folder = await temporaryFolder();
  const fault = ["pi0", "--baseline", "cuda", "--candidate", "fault-num-steps-9", "--json"];
  const outcome = await runCli(folder, [...fault, "--shard", "2/3"]);
  expect(outcome.code).toBe(0);
  const result = JSON.parse(outcome.stdout);
  expect(result).toMatchObject({
    shard: { index: 2, count: 3 },
    status: "complete",
    verdict: "inconclusive",
    headline: "shard 2 of 3 is not judged by itself",
    reasons: ["shard 2 of 3: fvalidate merge judges all shards"],
    gates: [],
    shape: { observations: 4 },
  });
  expect(result.command.slice(-2)).toEqual(["--shard", "2/3"]);
  expect(result.warnings[0]).toContain("These are 4 of the run's 12 observations");
  // Neither the history nor a card knows parts of runs.
  expect(await runsIn(folder)).toEqual([join(folder, "reports")]);
  const run = (await runsIn(join(folder, "reports")))[0] ?? "";
  // A CI server shows no failure either.
  const junit = await runCli(folder, ["report", run, "--format", "junit"]);
  expect(junit.stdout).toContain('failures="0" errors="0" skipped="1"');
  for (const args of [
    ["history", "add", run],
    ["card", run],
  ]) {
    const refused = await runCli(folder, args);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("is shard 2 of 3, no whole run"),
    ]);
  }
});

test("of more shards than observations some are empty: they say so and ask nothing", async () => {
  const folder = await temporaryFolder();
  const args = ["pi0", "--baseline", "cuda", "--candidate", "flagos"];
  const shards = [];
  for (let index = 1; index <= 13; index += 1) {
    shards.push(await runCli(folder, [...args, "--shard", `${index}/13`]));
  }
  expect(shards.map(({ code }) => code)).toEqual(shards.map(() => 0));
  expect(shards[12]?.stdout).toContain("These are 0 of the run's 12 observations");
  const merged = await runCli(folder, ["merge", "reports", "--output-path", "merged", "--json"]);
  expect([merged.code, JSON.parse(merged.stdout).shape.observations]).toEqual([0, 12]);
});

test("the verdict of all shards is the merge's, and so is the history", async () => {
  const folder = await temporaryFolder();
  const args = ["pi0", "--baseline", "cuda", "--candidate", "fault-num-steps-9"];
  for (const shard of ["1/2", "2/2"]) await runCli(folder, args, { FVALIDATE_SHARD: shard });
  const outcome = await runCli(folder, ["merge", "reports"]);
  expect([outcome.code, outcome.stdout]).toEqual([1, expect.stringContaining("INCONSISTENT")]);
  const history = await readFile(join(folder, "reports", "history.jsonl"), "utf8");
  expect(history.trim().split("\n")).toHaveLength(1);
});

test("flags that belong to whole runs are refused beside --shard", async () => {
  const folder = await temporaryFolder();
  const refused = [
    [["bench", "--suite", "bench-recorded", "--freeze-only"], "--freeze-only writes all questions"],
    [["bench", "--suite", "bench-recorded", "--against", "last"], "Give --against to fvalidate merge."],
    [["run", "--suite", "h200-recorded"], "--shard splits a single run, and h200-recorded holds several."],
  ] as const;
  for (const [args, message] of refused) {
    const { code, stderr } = await runCli(folder, [...args, "--shard", "1/2"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  }
  const { code, stderr } = await runCli(folder, ["merge", "nowhere"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("nowhere holds no shard's run.")]);
});
