import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BenchRun, benchRunSchema } from "../../src/contracts/bench-run.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { outcomeOf, runCli, startCli, temporaryFolder, withoutProgress } from "../support/cli.ts";
import { adder, writeSums } from "../support/sums.ts";

const QUESTIONS = 120;
const CONCURRENCY = 8;

interface Bench extends AsyncDisposable {
  readonly folder: string;
  readonly args: readonly string[];
  readonly baseline: ChatServer;
  readonly candidate: ChatServer;
}

async function prepare(options: { delayMilliseconds?: number } = {}): Promise<Bench> {
  const folder = await temporaryFolder();
  const data = await writeSums(folder, QUESTIONS);
  const baseline = await startChatServer({ ...options, reply: adder({ name: "x", wrongShare: 0.2 }) });
  const candidate = await startChatServer({ ...options, reply: adder({ name: "y", wrongShare: 0.2 }) });
  const args = [
    ...["bench", "--tasks", "mmlu", "--num-fewshot", "0", "--data", data, "-j", String(CONCURRENCY)],
    ...["--baseline-url", baseline.url, "--candidate-url", candidate.url],
  ];
  return {
    folder,
    args,
    baseline,
    candidate,
    async [Symbol.asyncDispose]() {
      await Promise.all([baseline[Symbol.asyncDispose](), candidate[Symbol.asyncDispose]()]);
    },
  };
}

async function onlyRun(folder: string): Promise<string> {
  const entries = await readdir(join(folder, "reports"), { withFileTypes: true });
  const [run, ...others] = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (run === undefined || others.length > 0) throw new Error(`runs: ${run} ${others}`);
  return join(folder, "reports", run);
}

async function resultIn(folder: string): Promise<BenchRun> {
  return benchRunSchema.parse(JSON.parse(await readFile(join(await onlyRun(folder), "run.json"), "utf8")));
}

/** Lines in the order of the questions, so the same for the same answers. */
async function samplesIn(folder: string): Promise<unknown[]> {
  const text = await readFile(join(await onlyRun(folder), "samples.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line), latencyMilliseconds: null }));
}

async function killAfter(bench: Bench, requests: number): Promise<void> {
  const child = startCli(bench.folder, bench.args);
  const ended = outcomeOf(child);
  while (bench.candidate.bodies.length < requests) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await ended;
}

describe("a run that was killed", () => {
  test("is gone on with: the same result, and no more than what was in flight asked twice", async () => {
    await using bench = await prepare({ delayMilliseconds: 10 });
    await using whole = await prepare();
    await runCli(whole.folder, whole.args);
    await killAfter(bench, 30);
    await killAfter({ ...bench, args: [...bench.args, "--resume"] }, 80);
    const outcome = await runCli(bench.folder, [...bench.args, "--resume"]);
    expect(withoutProgress(outcome.stderr)).toBe("");
    for (const { bodies } of [bench.baseline, bench.candidate]) {
      expect(bodies.length).toBeLessThanOrEqual(QUESTIONS + 2 * CONCURRENCY);
      expect(new Set(bodies).size).toBe(QUESTIONS);
    }
    const [resumed, uninterrupted] = [await resultIn(bench.folder), await resultIn(whole.folder)];
    expect(resumed.status).toBe("complete");
    expect(resumed.benchmarks).toEqual(
      JSON.parse(JSON.stringify(uninterrupted.benchmarks).replaceAll(whole.folder, bench.folder)),
    );
    expect(await samplesIn(bench.folder)).toEqual(await samplesIn(whole.folder));
    expect(resumed.candidate.resumed).toBeGreaterThan(50);
    expect((await runCli(bench.folder, [...bench.args, "--resume"])).stderr).toContain("No unfinished run");
  });

  test("can be stopped by Ctrl-C too: its reports say so, and it goes on", async () => {
    await using bench = await prepare({ delayMilliseconds: 10 });
    const child = startCli(bench.folder, bench.args);
    const ended = outcomeOf(child);
    while (bench.candidate.bodies.length < 40) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    const stopped = await resultIn(bench.folder);
    expect([stopped.status, stopped.verdict]).toEqual(["interrupted", "inconclusive"]);
    // What was never asked is no error.
    expect(stopped.benchmarks[0]).toMatchObject({ baseline: { errors: 0 }, candidate: { errors: 0 } });
    await runCli(bench.folder, [...bench.args, "--resume"]);
    expect((await resultIn(bench.folder)).benchmarks[0]).toMatchObject({ n: QUESTIONS });
  });

  test("while its questions were frozen begins anew, in its folder", async () => {
    await using bench = await prepare();
    await runCli(bench.folder, bench.args);
    const run = await onlyRun(bench.folder);
    for (const file of ["run.json", "capsule/manifest.json"]) await rm(join(run, file));
    await runCli(bench.folder, [...bench.args, "--resume"]);
    expect((await resultIn(bench.folder)).benchmarks[0]).toMatchObject({ n: QUESTIONS });
    // The answers were kept: the same questions were frozen again.
    expect(bench.baseline.bodies).toHaveLength(QUESTIONS);
  });

  test("is not gone on with by other settings, nor with another stack's answers", async () => {
    await using bench = await prepare();
    await runCli(bench.folder, bench.args);
    const run = await onlyRun(bench.folder);
    const other = await runCli(bench.folder, [...bench.args, "--resume", run, "--max-tokens", "7"]);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("tasks: it was")]);
    await using another = await startChatServer({ reply: adder({ name: "z", wrongShare: 0.2 }) });
    const args = [...bench.args.slice(0, -1), another.url, "--resume", run];
    const outcome = await runCli(bench.folder, args);
    expect(outcome.stderr).toContain("120 answers in the journal are another stack's");
    expect(another.bodies).toHaveLength(QUESTIONS);
    expect(bench.baseline.bodies).toHaveLength(QUESTIONS);
  });
});

describe("a server that dies", () => {
  test("and comes back costs nothing", async () => {
    await using bench = await prepare({ delayMilliseconds: 10 });
    const ended = runCli(bench.folder, bench.args);
    while (bench.candidate.bodies.length < 40) await new Promise((resolve) => setTimeout(resolve, 5));
    await bench.candidate[Symbol.asyncDispose]();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await using back = await startChatServer({
      port: bench.candidate.port,
      reply: adder({ name: "y", wrongShare: 0.2 }),
    });
    const outcome = await ended;
    expect([0, 1, 4]).toContain(outcome.code);
    expect(back.bodies.length).toBeGreaterThan(0);
    const run = await resultIn(bench.folder);
    expect(run.benchmarks[0]).toMatchObject({ n: QUESTIONS, candidate: { scored: QUESTIONS, errors: 0 } });
    expect((run.candidate.retries ?? 0) + (run.candidate.outages ?? 0)).toBeGreaterThan(0);
  });

  test("for good ends the run with what was answered, to be gone on with", async () => {
    await using bench = await prepare({ delayMilliseconds: 10 });
    const ended = runCli(bench.folder, [...bench.args, "--outage", "1"]);
    while (bench.candidate.bodies.length < 40) await new Promise((resolve) => setTimeout(resolve, 5));
    await bench.candidate[Symbol.asyncDispose]();
    const outcome = await ended;
    expect(outcome.code).toBe(3);
    const run = await resultIn(bench.folder);
    expect([run.status, run.verdict]).toEqual(["failed", "inconclusive"]);
    expect(run.benchmarks[0]).toMatchObject({ candidate: { errors: 0 } });
  });
});
