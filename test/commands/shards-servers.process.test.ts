import { appendFile, cp, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { benchRunSchema } from "../../src/contracts/bench-run.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { type CommandOutcome, outcomeOf, runCli, startCli, temporaryFolder } from "../support/cli.ts";
import { comparableRun, runShardProcesses, runsIn, samplesOf } from "../support/shards.ts";
import { adder, writeSums } from "../support/sums.ts";

const QUESTIONS = 46;
const COUNT = 4;

const servers: ChatServer[] = [];
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]();
});

async function serverOf(name: string, delayMilliseconds = 0): Promise<ChatServer> {
  const server = await startChatServer({ delayMilliseconds, reply: adder({ name, wrongShare: 0.2 }) });
  servers.push(server);
  return server;
}

interface Prepared {
  readonly folder: string;
  readonly args: readonly string[];
  readonly baseline: ChatServer;
  readonly candidate: ChatServer;
}

async function prepare(flags: readonly string[] = [], delayMilliseconds = 0): Promise<Prepared> {
  const folder = await temporaryFolder();
  const data = await writeSums(folder, QUESTIONS);
  const [baseline, candidate] = [
    await serverOf("x", delayMilliseconds),
    await serverOf("y", delayMilliseconds),
  ];
  const args = [
    ...["bench", "--tasks", "mmlu", "--num-fewshot", "0", "--data", data, "-j", "4", ...flags],
    ...["--baseline-url", baseline.url, "--candidate-url", candidate.url],
  ];
  return { folder, args, baseline, candidate };
}

/** Takes out what was asked so far. */
function asked({ bodies }: ChatServer): string[] {
  return bodies.splice(0).sort();
}

async function merge(folder: string, ...args: string[]): Promise<CommandOutcome & { merged: string }> {
  const outputPath = `merged-${Math.random().toString(36).slice(2)}`;
  const outcome = await runCli(folder, ["merge", ...args, "--output-path", outputPath]);
  const [merged = ""] = await runsIn(join(folder, outputPath)).catch(() => []);
  return { ...outcome, merged };
}

async function resultIn(folder: string) {
  return benchRunSchema.parse(JSON.parse(await readFile(join(folder, "run.json"), "utf8")));
}

describe("four shard processes at once against two servers", () => {
  let run: Prepared & {
    whole: string;
    shards: string[];
    outcomes: CommandOutcome[];
    wholeCode: number | null;
  };

  beforeAll(async () => {
    const prepared = await prepare(["--repeats", "2", "--baseline-repeat"]);
    const { folder, args } = prepared;
    const { code } = await runCli(folder, [...args, "--output-path", "whole"]);
    const before = [asked(prepared.baseline), asked(prepared.candidate)];
    const outcomes = await runShardProcesses(folder, args, COUNT);
    // Byte for byte the requests of the run that was not split, each of them once.
    expect([asked(prepared.baseline), asked(prepared.candidate)]).toEqual(before);
    expect(before.map((bodies) => bodies.length)).toEqual([QUESTIONS * 4, QUESTIONS * 2]);
    const [whole = ""] = await runsIn(join(folder, "whole"));
    run = { ...prepared, outcomes, whole, wholeCode: code, shards: await runsIn(join(folder, "reports")) };
  }, 60_000);

  test("exit with 0 and are not judged", async () => {
    expect(run.outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(run.outcomes.map(() => [0, ""]));
    const results = await Promise.all(run.shards.map(resultIn));
    expect(results.map(({ shard, verdict }) => [shard?.index, verdict])).toEqual(
      [1, 2, 3, 4].map((index) => [index, "inconclusive"]),
    );
    expect(results.map(({ capsule }) => capsule)).toEqual(results.map(() => results[0]?.capsule));
  });

  test.each([
    ["1 2 3 4", [0, 1, 2, 3]],
    ["4 3 2 1", [3, 2, 1, 0]],
    ["3 1 4 2", [2, 0, 3, 1]],
  ])("merged in the order %s are the run that was not split", async (_, order) => {
    const { code, stderr, merged } = await merge(run.folder, ...order.map((i) => run.shards[i] ?? ""));
    expect([code, stderr]).toEqual([run.wholeCode, ""]);
    expect(await comparableRun(merged)).toEqual(await comparableRun(run.whole));
    expect(await samplesOf(merged)).toEqual(await samplesOf(run.whole));
    for (const name of ["questions.jsonl", "manifest.json"]) {
      expect(await readFile(join(merged, "capsule", name))).toEqual(
        await readFile(join(run.whole, "capsule", name)),
      );
    }
    const { mergedFrom } = await resultIn(merged);
    expect(mergedFrom).toEqual(run.shards.map((path) => path.slice(path.lastIndexOf("/") + 1)));
  });

  test("leave their own folders as they were", async () => {
    const before = await readFile(join(run.shards[0] ?? "", "journal", "baseline.jsonl"));
    await merge(run.folder, "reports");
    expect(await readFile(join(run.shards[0] ?? "", "journal", "baseline.jsonl"))).toEqual(before);
  });

  test("of which two are missing: named, with the commands that run them", async () => {
    const outcome = await merge(run.folder, run.shards[3] ?? "", run.shards[1] ?? "");
    expect([outcome.code, outcome.merged]).toEqual([3, ""]);
    expect(outcome.stderr).toContain(
      "2 of 4 shards are not there as a whole: shard 1 of 4 is missing; shard 3 of 4 is missing.",
    );
    const commands = [...outcome.stderr.matchAll(/^ *npx fvalidate (.*)$/gm)].map(
      ([, line]) => line?.split(" ") ?? [],
    );
    expect(commands.map((words) => words.slice(-2))).toEqual([
      ["--shard", "1/4"],
      ["--shard", "3/4"],
    ]);
    // What is printed is what runs them.
    const again = await runCli(run.folder, [...(commands[1] ?? []), "--output-path", "again"]);
    expect([again.code, again.stderr]).toEqual([0, ""]);
    const others = [run.shards[0], run.shards[1], run.shards[3]].map((path) => path ?? "");
    const whole = await merge(run.folder, ...others, "again");
    expect(await comparableRun(whole.merged)).toEqual(await comparableRun(run.whole));
  });

  test("of which one is missing make an incomplete run where that is allowed, to be gone on with", async () => {
    const some = run.shards.slice(1);
    for (const server of [run.baseline, run.candidate]) asked(server);
    const { code, merged } = await merge(run.folder, ...some, "--allow-missing-shards");
    const result = await resultIn(merged);
    expect([code, result.status, result.verdict]).toEqual([4, "interrupted", "inconclusive"]);
    expect(result.failure?.message).toContain("shard 1 of 4 is missing");
    expect(result.reasons[0]).toContain("The run was not finished: 1 of 4 shards");
    expect(result.benchmarks[0]).toMatchObject({ n: QUESTIONS - 12, baseline: { errors: 0 } });
    // The capsule is the whole run's, so the rest can be asked without a shard.
    const resumed = await runCli(run.folder, [...run.args, "--resume", merged]);
    expect(resumed.code).toBe(run.wholeCode);
    expect((await resultIn(merged)).benchmarks).toEqual((await resultIn(run.whole)).benchmarks);
    expect(asked(run.baseline)).toHaveLength(12 * 4);
  });

  test("given twice, and as a copy, are one", async () => {
    const copy = join(run.folder, "copy");
    await cp(run.shards[2] ?? "", copy, { recursive: true });
    const { code, stderr, merged } = await merge(run.folder, ...run.shards, run.shards[0] ?? "", copy);
    expect(code).toBe(run.wholeCode);
    expect(stderr).toMatch(/^shard 3 of 4 was run more than once: (\S+) answers as \1 does\.\n$/);
    expect(await comparableRun(merged)).toEqual(await comparableRun(run.whole));
  });

  test("run twice with other answers: the run that was begun first counts, and the report says so", async () => {
    const other = join(run.folder, "other");
    await cp(run.shards[2] ?? "", other, { recursive: true });
    await edit(join(other, "journal", "candidate.jsonl"), (text) => text.replace("The sum is", "It is"));
    await edit(join(other, "shard.json"), (text) =>
      text.replace(/"createdAt": "\d+/, '"createdAt": "2999').replace(/("run": "[^"]+)"/, '$1-2"'),
    );
    const { merged } = await merge(run.folder, other, ...run.shards);
    const { warnings, benchmarks } = await resultIn(merged);
    expect(warnings[0]).toMatch(
      /^shard 3 of 4 was run more than once, and 1 answers of \S+-2 are not those of/,
    );
    expect(benchmarks).toEqual((await resultIn(run.whole)).benchmarks);
  });

  test("of another run are refused with the first difference", async () => {
    const otherwise = await runCli(run.folder, [
      ...run.args,
      "--shard",
      "2/4",
      "--max-tokens",
      "9",
      "--output-path",
      "o",
    ]);
    expect(otherwise.code).toBe(0);
    const [other = ""] = await runsIn(join(run.folder, "o"));
    const outcome = await merge(run.folder, run.shards[0] ?? "", other);
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toMatch(
      /are not shards of one run: tasks\[0\]\.sampling\.maxTokens is \d+ in the first/,
    );
  });

  test.each([
    [
      "another version of the tool",
      /"toolVersion": "[^"]+"/,
      '"toolVersion": "0.0.0"',
      /toolVersion is "\d.* and "0\.0\.0" in the second/,
    ],
    [
      "another number of shards",
      /"count": 4/,
      '"count": 5',
      /shards is 4 in the first .* and 5 in the second/,
    ],
    ["other questions", /"questions": "\w{4}/, '"questions": "0000', /questions is "\w+" in the first/],
    [
      "another stack in the suite",
      /"candidateStack": "\w{4}/,
      '"candidateStack": "0000',
      /candidateStack is/,
    ],
  ])("of %s are refused", async (_, pattern, replacement, message) => {
    const other = join(await temporaryFolder(), "other");
    await cp(run.shards[1] ?? "", other, { recursive: true });
    await edit(join(other, "shard.json"), (text) => text.replace(pattern, replacement));
    const outcome = await merge(run.folder, run.shards[0] ?? "", other);
    expect([outcome.code, outcome.stderr]).toEqual([3, expect.stringMatching(message)]);
  });

  test("on another environment are another stack", async () => {
    const other = join(await temporaryFolder(), "other");
    await cp(run.shards[1] ?? "", other, { recursive: true });
    await edit(join(other, "run.json"), (text) =>
      text.replace(/"max_model_len": "\d+"|"version": "1.0"/, '"version": "2.0"'),
    );
    const outcome = await merge(run.folder, run.shards[0] ?? "", other);
    expect([outcome.code, outcome.stderr]).toEqual([3, expect.stringContaining("baseline.environment")]);
  });

  test("whose questions were changed since are refused", async () => {
    const other = join(await temporaryFolder(), "other");
    await cp(run.shards[0] ?? "", other, { recursive: true });
    await edit(join(other, "capsule", "questions.jsonl"), (text) =>
      text.replace(/"requestSha256":"\w{4}/, '"requestSha256":"0000'),
    );
    const outcome = await merge(run.folder, other, ...run.shards.slice(1));
    expect([outcome.code, outcome.stderr]).toEqual([
      2,
      expect.stringContaining("is not as its shard froze it"),
    ]);
    expect(outcome.merged).toBe("");
  });
});

describe("shards that were reached at other addresses", () => {
  test("are shards of one run: the addresses stand with their shards", async () => {
    const run = await prepare();
    const twin = await serverOf("y");
    await runCli(run.folder, [...run.args, "--shard", "1/2"]);
    await runCli(run.folder, [...run.args.slice(0, -1), twin.url, "--shard", "2/2"]);
    const { merged } = await merge(run.folder, "reports");
    const result = await resultIn(merged);
    expect(result.benchmarks[0]).toMatchObject({ n: QUESTIONS, candidate: { errors: 0 } });
    expect(result.candidate.environment["url"]).toBe(`${run.candidate.url} (shard 1), ${twin.url} (shard 2)`);
    expect(result.origin).toContain(`flagos at ${twin.url}. (shard 2)`);
    expect(result.candidate.fingerprint).not.toBe(result.baseline.fingerprint);
  });
});

describe("a shard that was killed", () => {
  test("is named with the command that goes on with it, and resumed gives the run that was not split", async () => {
    const run = await prepare([], 20);
    const { folder, args } = run;
    await runCli(folder, [...args, "--output-path", "whole"]);
    const [whole = ""] = await runsIn(join(folder, "whole"));
    const wanted = asked(run.candidate);
    const child = startCli(folder, [...args, "--shard", "2/2"]);
    const ended = outcomeOf(child);
    await runCli(folder, [...args, "--shard", "1/2"]);
    while (run.candidate.bodies.length < 32) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    await ended;
    const [killed = ""] = await runsIn(join(folder, "reports"), /shard-2-of-2/);
    // As a kill in the middle of a line leaves it.
    await appendFile(join(killed, "journal", "baseline.jsonl"), '{"state":"answ');
    const refused = await merge(folder, "reports");
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringContaining("shard 2 of 2 was killed or is still running"),
    ]);
    expect(refused.stderr).toContain(
      `--shard 2/2 --resume ${join("reports", killed.slice(killed.lastIndexOf("/") + 1))}`,
    );
    const partly = await merge(folder, "reports", "--allow-missing-shards");
    const { n } = (await resultIn(partly.merged)).benchmarks[0] ?? { n: 0 };
    expect(n).toBeGreaterThan(QUESTIONS / 2);
    expect(n).toBeLessThan(QUESTIONS);
    const resumed = await runCli(folder, [...args, "--shard", "2/2", "--resume"]);
    expect([resumed.code, resumed.stderr]).toEqual([0, ""]);
    const { code, merged } = await merge(folder, "reports");
    expect(code).not.toBe(3);
    expect(new Set(asked(run.candidate))).toEqual(new Set(wanted));
    const counted = { baseline: {}, candidate: {} };
    expect({ ...(await comparableRun(merged)), ...counted }).toEqual({
      ...(await comparableRun(whole)),
      ...counted,
    });
    expect(await samplesOf(merged)).toEqual(await samplesOf(whole));
    expect((await resultIn(merged)).candidate.resumed).toBeGreaterThan(0);
  });

  test("and begun anew in another folder gives the complete one", async () => {
    const run = await prepare();
    await runCli(run.folder, [...run.args, "--shard", "1/2"]);
    await runCli(run.folder, [...run.args, "--shard", "2/2"]);
    const { merged: expected } = await merge(run.folder, "reports");
    const [second = ""] = await runsIn(join(run.folder, "reports"), /shard-2-of-2/);
    const killed = join(run.folder, "killed");
    await cp(second, killed, { recursive: true });
    await rename(join(killed, "run.json"), join(killed, "run.json.gone"));
    const { merged, stderr } = await merge(run.folder, killed, "reports");
    expect(stderr).toBe("");
    expect(await comparableRun(merged)).toEqual(await comparableRun(expected));
  });
});

test("a shard whose requests fail beyond the budget is red, and merged all the same", async () => {
  const run = await prepare(["--max-retries", "0"]);
  const failing = await startChatServer({
    reply: (prompt) => {
      if (prompt.includes("What is 2 ")) return { message: null };
      return adder({ name: "y", wrongShare: 0.2 })(prompt);
    },
  });
  servers.push(failing);
  const args = [...run.args.slice(0, -1), failing.url];
  const outcomes = [];
  for (const shard of ["1/2", "2/2"]) outcomes.push(await runCli(run.folder, [...args, "--shard", shard]));
  expect(outcomes.map(({ code }) => code)).toEqual([3, 0]);
  expect(outcomes[0]?.stderr).toMatch(/shard 1 of 2: 1 of 23 requests to flagos failed/);
  const { merged } = await merge(run.folder, "reports");
  expect(await resultIn(merged)).toMatchObject({
    status: "complete",
    benchmarks: [{ candidate: { errors: 1 } }],
  });
});

async function edit(path: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(path, "utf8");
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}
