import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRun } from "../../src/contracts/read-run.ts";
import { type SuiteRun, suiteRunSchema } from "../../src/contracts/suite-run.ts";
import { readHistory } from "../../src/history/store.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { outcomeOf, runCli, startCli, temporaryFolder } from "../support/cli.ts";
import { adder, writeSums } from "../support/sums.ts";

const QUESTIONS = 60;
const CONCURRENCY = 4;
const SAME = { name: "x", wrongShare: 0.1 };
const ARGS = ["run", "--suite", "./night.yaml"];

interface Night extends AsyncDisposable {
  readonly folder: string;
  readonly baseline: ChatServer;
  readonly candidate: ChatServer;
}

/** Recordings of pi0 before and behind questions to two servers, which answer each after so long. */
async function prepare(delayMilliseconds: number): Promise<Night> {
  const folder = await temporaryFolder();
  await writeSums(folder, QUESTIONS);
  // Both give the same answers: few questions prove nothing else consistent.
  const server = () => startChatServer({ delayMilliseconds, reply: adder(SAME) });
  const [baseline, candidate] = [await server(), await server()];
  await writeFile(
    join(folder, "servers.yaml"),
    [
      "schema: fvalidate.suite/1",
      "kind: bench",
      "title: two servers",
      "baseline: a",
      "candidate: b",
      `bench: { concurrency: ${CONCURRENCY} }`,
      "tasks: [{ name: mmlu, data: ./mmlu.jsonl, numFewshot: 0 }]",
      `stacks: { a: { target: endpoint, url: "${baseline.url}" }, b: { target: endpoint, url: "${candidate.url}" } }`,
      "",
    ].join("\n"),
  );
  const pi0 = (name: string) => `  - { suite: pi0, name: ${name}, baseline: cuda, candidate: flagos }\n`;
  await writeFile(
    join(folder, "night.yaml"),
    `schema: fvalidate.suite/1\nkind: suite\ntitle: a night\nparts:\n${pi0("first")}  - servers.yaml\n${pi0("last")}`,
  );
  return {
    folder,
    baseline,
    candidate,
    async [Symbol.asyncDispose]() {
      await Promise.all([baseline[Symbol.asyncDispose](), candidate[Symbol.asyncDispose]()]);
    },
  };
}

/** Ends it while the servers answer. */
async function endAfter(
  { folder, candidate }: Night,
  requests: number,
  signal: NodeJS.Signals,
  flags: string[] = [],
) {
  const child = startCli(folder, [...ARGS, ...flags]);
  const ended = outcomeOf(child);
  while (candidate.bodies.length < requests && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill(signal);
  return ended;
}

async function onlyRun(folder: string): Promise<string> {
  const names = (await readdir(join(folder, "reports"))).filter((name) => name !== "history.jsonl");
  if (names.length !== 1) throw new Error(`runs: ${names}`);
  return join(folder, "reports", names[0] ?? "");
}

async function resultIn(folder: string): Promise<SuiteRun> {
  return suiteRunSchema.parse(JSON.parse(await readFile(join(await onlyRun(folder), "run.json"), "utf8")));
}

const statuses = ({ parts }: SuiteRun) => parts.map(({ status }) => status);

function expectAskedOnce({ baseline, candidate }: Night, stops: number): void {
  for (const { bodies } of [baseline, candidate]) {
    expect(new Set(bodies).size).toBe(QUESTIONS);
    expect(bodies.length).toBeLessThanOrEqual(QUESTIONS + stops * CONCURRENCY);
  }
}

describe("a suite's run that is stopped by Ctrl-C", () => {
  test("has all its reports, leaves the other parts aside, and goes on with --resume", async () => {
    await using night = await prepare(60);
    const { code, stdout, stderr } = await endAfter(night, 20, "SIGINT");
    expect(code).toBe(130);
    const stopped = await resultIn(night.folder);
    expect(statuses(stopped)).toEqual(["complete", "interrupted", "not run"]);
    expect(stopped).toMatchObject({
      status: "interrupted",
      verdict: "inconclusive",
      headline: "of 3 parts, servers was interrupted; last was not run",
      failure: { kind: "interrupted", message: "The run was stopped before its last part." },
    });
    expect(stdout).toContain("INCONCLUSIVE    of 3 parts, servers was interrupted; last was not run");
    expect(stderr).toMatch(/^error: .*stopped/m);
    expect(stderr).toContain("The same command with --resume goes on with it");
    const run = await onlyRun(night.folder);
    expect(await readdir(run)).toEqual(expect.arrayContaining(["report.csv", "report.md", "run.json"]));
    expect(await readRun(join(run, stopped.parts[1]?.folder ?? ""))).toMatchObject({ status: "interrupted" });

    const resumed = await runCli(night.folder, [...ARGS, "--resume"]);
    expect([resumed.code, resumed.stderr]).toEqual([0, ""]);
    expect(resumed.stdout).toContain(
      `Part 1 of 3, first: consistent, kept from before (${stopped.parts[0]?.folder})`,
    );
    const whole = await resultIn(night.folder);
    expect([whole.status, whole.verdict, whole.id, whole.createdAt]).toEqual([
      "complete",
      "consistent",
      stopped.id,
      stopped.createdAt,
    ]);
    expect(whole.parts[0]).toEqual(stopped.parts[0]);
    expect(whole.parts[1]?.folder).toBe(stopped.parts[1]?.folder);
    expectAskedOnce(night, 1);
    // What was kept is recorded once.
    const { runs } = await readHistory(join(night.folder, "reports", "history.jsonl"));
    expect(runs.filter(({ runId }) => runId === stopped.parts[0]?.id)).toHaveLength(1);
    expect((await runCli(night.folder, [...ARGS, "--resume"])).stderr).toContain(
      "No unfinished run of night",
    );
  });
});

describe("a suite's run that is killed", () => {
  test("loses no answer, wherever it is", async () => {
    await using night = await prepare(40);
    await endAfter(night, 15, "SIGKILL");
    expect(statuses(await resultIn(night.folder))).toEqual(["complete", "not run", "not run"]);
    await endAfter(night, 35, "SIGKILL", ["--resume"]);
    // By the folder this time.
    const run = await onlyRun(night.folder);
    expect((await runCli(night.folder, [...ARGS, "--resume", run])).code).toBe(0);
    const whole = await resultIn(night.folder);
    expect(statuses(whole)).toEqual(["complete", "complete", "complete"]);
    expectAskedOnce(night, 2);
    expect((await readdir(run)).filter((name) => name.startsWith("bench-"))).toHaveLength(1);
  });
});

describe("a suite's run is not gone on with", () => {
  test("by other parts, flags, or a suite that was changed", async () => {
    await using night = await prepare(0);
    await runCli(night.folder, [...ARGS, "--only", "first,last"]);
    const run = await onlyRun(night.folder);
    const resume = (...flags: string[]) => runCli(night.folder, [...ARGS, "--resume", run, ...flags]);
    expect((await resume()).stderr).toContain(
      "its parts were first, last, now they are first, servers, last",
    );
    const limits = await resume("--only", "first,last", "--max-mape", "3");
    expect([limits.code, limits.stderr]).toEqual([
      2,
      expect.stringContaining("first was run with other flags"),
    ]);
    const path = join(night.folder, "night.yaml");
    const other = (await readFile(path, "utf8")).replace("candidate: flagos", "candidate: benign-tf32");
    await writeFile(path, other);
    expect((await resume("--only", "first,last")).stderr).toContain(
      "first was run with other flags, or its suite",
    );
    const part = (await resultIn(night.folder)).parts[0]?.folder ?? "";
    const alone = await runCli(night.folder, [...ARGS, "--resume", join(run, part)]);
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringContaining("is no run of a suite of suites, but of pi0"),
    ]);
  });
});

test("what ended in an error is asked again with --retry-errors", async () => {
  await using night = await prepare(0);
  const flags = ["--only", "servers", "--max-retries", "0", "--outage", "0.01", "--error-budget", "1"];
  await night.candidate[Symbol.asyncDispose]();
  await runCli(night.folder, [...ARGS, ...flags]);
  const [failed] = (await resultIn(night.folder)).parts;
  expect(failed?.verdict).not.toBe("consistent");
  await using _back = await startChatServer({
    port: night.candidate.port,
    reply: adder(SAME),
  });
  const { code, stderr } = await runCli(night.folder, [...ARGS, ...flags, "--resume", "--retry-errors"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect((await resultIn(night.folder)).parts[0]).toMatchObject({
    status: "complete",
    folder: failed?.folder,
  });
});
