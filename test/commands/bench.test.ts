import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BenchRun, benchRunSchema } from "../../src/contracts/bench-run.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import {
  type CommandOutcome,
  runCli,
  runFolderIn,
  temporaryFolder,
  withoutProgress,
} from "../support/cli.ts";
import { adder, writeSums } from "../support/sums.ts";

interface Arms {
  readonly baseline: ChatServer;
  readonly candidate: ChatServer;
}

function benchArguments({ baseline, candidate }: Arms, data: string): string[] {
  return [
    "bench",
    ...["--tasks", "mmlu", "--num-fewshot", "0", "--data", data],
    ...["--baseline-url", baseline.url, "--candidate-url", candidate.url],
  ];
}

async function resultOf(folder: string, { stdout }: CommandOutcome): Promise<BenchRun> {
  const run = join(folder, runFolderIn(stdout));
  return benchRunSchema.parse(JSON.parse(await readFile(join(run, "run.json"), "utf8")));
}

function comparedOf(run: BenchRun) {
  const [benchmark] = run.benchmarks;
  if (benchmark === undefined || "unscoredReason" in benchmark) throw new Error("nothing compared");
  return benchmark;
}

describe("fvalidate bench", () => {
  test("calls two servers that answer alike consistent, and wonders whether they are two", async () => {
    const folder = await temporaryFolder();
    const data = await writeSums(folder, 150);
    await using baseline = await startChatServer({ reply: adder({ name: "x", wrongShare: 0.2 }) });
    await using candidate = await startChatServer({
      reply: adder({ name: "x", wrongShare: 0.2 }),
      model: "other-name",
    });
    const outcome = await runCli(folder, [...benchArguments({ baseline, candidate }, data), "-j", "1"]);
    expect(withoutProgress(outcome.stderr)).toBe("");
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain("CONSISTENT");
    expect(outcome.stdout).toContain("to the letter");
    const run = await resultOf(folder, outcome);
    const benchmark = comparedOf(run);
    expect(benchmark).toMatchObject({ n: 150, deltaPoints: 0, flips: { lost: 0, gained: 0 } });
    expect(benchmark.baseline).toMatchObject({ scored: 150, errors: 0, truncated: 0, unparsed: 0 });
    expect([run.baseline.model, run.candidate.model]).toEqual(["small-model", "other-name"]);
    // The same bytes in the same order but for the model's name; temperature 0 is really sent.
    const renamed = candidate.bodies.map((body) =>
      body.replace('"model":"other-name"', '"model":"small-model"'),
    );
    expect(renamed).toEqual(baseline.bodies);
    expect(JSON.parse(baseline.bodies[0] ?? "")).toMatchObject({
      temperature: 0,
      max_tokens: expect.any(Number),
    });
  });

  test("calls a candidate that answers worse inconsistent, with the flips", async () => {
    const folder = await temporaryFolder();
    const data = await writeSums(folder, 200);
    await using baseline = await startChatServer({ reply: adder({ name: "x", wrongShare: 0.1 }) });
    await using candidate = await startChatServer({ reply: adder({ name: "y", wrongShare: 0.4 }) });
    const args = [...benchArguments({ baseline, candidate }, data), "--baseline-repeat"];
    const outcome = await runCli(folder, args);
    expect(outcome.code).toBe(1);
    const benchmark = comparedOf(await resultOf(folder, outcome));
    // The baseline repeats itself, so every flip is more than its own.
    expect(benchmark.selfNoise).toMatchObject({ baselineFlips: 0, baselineIdenticalReplies: 1 });
    expect(outcome.stdout).toContain("0 between two runs of the baseline. That is more than chance");
    const { lost, gained } = benchmark.flips;
    expect(benchmark.deltaPoints).toBeCloseTo((100 * (gained - lost)) / 200, 10);
    expect(benchmark.candidate.correct - benchmark.baseline.correct).toBe(gained - lost);
    expect(benchmark.flipCauses).toEqual({ "different answer": lost + gained });
    expect(benchmark.policies.map(({ verdict }) => verdict)).toEqual(Array(5).fill("inconsistent"));
    expect(benchmark.categories.map(({ name, n }) => [name, n])).toEqual([
      ["sums 0", 67],
      ["sums 1", 67],
      ["sums 2", 66],
    ]);
  });

  test("leaves a quiz open, and says what would decide it", async () => {
    const folder = await temporaryFolder();
    const data = await writeSums(folder, 100);
    await using baseline = await startChatServer({ reply: adder({ name: "x", wrongShare: 0.3 }) });
    await using candidate = await startChatServer({ reply: adder({ name: "y", wrongShare: 0.3 }) });
    const args = [...benchArguments({ baseline, candidate }, data), "--limit", "20"];
    const outcome = await runCli(folder, args);
    expect(outcome.code).toBe(4);
    const benchmark = comparedOf(await resultOf(folder, outcome));
    expect(benchmark).toMatchObject({
      n: 20,
      verdict: "inconclusive",
      data: { asked: 20, published: 14042 },
    });
    expect(benchmark.needed.questions).toBeGreaterThan(20);
    expect(outcome.stdout).toContain("20 of the 14042 published questions");
    expect((await runCli(folder, [...args, "--allow-inconclusive"])).code).toBe(0);
  });

  test("asks each question several times, and the baseline once more", async () => {
    const folder = await temporaryFolder();
    const data = await writeSums(folder, 30);
    let asked = 0;
    const wavering = (prompt: string) => {
      asked += 1;
      return adder({ name: String(asked), wrongShare: 0.3 })(prompt);
    };
    await using baseline = await startChatServer({ reply: wavering });
    await using candidate = await startChatServer({ reply: adder({ name: "y", wrongShare: 0.3 }) });
    const outcome = await runCli(folder, [
      ...benchArguments({ baseline, candidate }, data),
      ...["--repeats", "3", "--baseline-repeat"],
    ]);
    expect(baseline.bodies).toHaveLength(180);
    expect(candidate.bodies).toHaveLength(90);
    const benchmark = comparedOf(await resultOf(folder, outcome));
    expect(benchmark).toMatchObject({ n: 30, repeats: 3, mcnemarP: null });
    expect(benchmark.baseline.scored).toBe(90);
    expect(benchmark.selfNoise).toMatchObject({ n: 30 });
    expect(benchmark.selfNoise?.baselineFlips).toBeGreaterThan(0);
    const lines = (await readFile(join(folder, runFolderIn(outcome.stdout), "samples.jsonl"), "utf8")).trim();
    expect(lines.split("\n")).toHaveLength(270);
  });

  test("takes answers from files, and counts what is not in them as failed", async () => {
    const folder = await temporaryFolder();
    const data = await writeSums(folder, 100);
    await using server = await startChatServer();
    const frozen = await runCli(folder, [
      ...benchArguments({ baseline: server, candidate: server }, data),
      "--freeze-only",
    ]);
    expect(frozen.code).toBe(0);
    expect(server.bodies).toEqual([]);
    const questions = (await readFile(join(folder, frozen.stdout.trim()), "utf8")).trim().split("\n");
    const answers = questions.map((line) => {
      const { id, request } = JSON.parse(line);
      const { messages } = JSON.parse(`{${request.slice(1)}`);
      return { benchmark: "mmlu", id, reply: adder({ name: "x", wrongShare: 0 })(messages[0].content) };
    });
    await writeFile(join(folder, "a.jsonl"), answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
    await writeFile(
      join(folder, "b.jsonl"),
      answers
        .slice(5)
        .map((answer) => `${JSON.stringify(answer)}\n`)
        .join(""),
    );
    await writeFile(
      join(folder, "files.yaml"),
      "schema: fvalidate.suite/1\nkind: bench\ntitle: Files\nbaseline: a\ncandidate: b\ntasks: [{ name: mmlu, numFewshot: 0, data: mmlu.jsonl }]\nstacks:\n  a: { target: predictions, path: a.jsonl }\n  b: { target: predictions, path: b.jsonl }\n",
    );
    const outcome = await runCli(folder, ["run", "--suite", "files.yaml"]);
    expect(outcome.stdout).toContain("No server was contacted");
    expect(outcome.code).toBe(4);
    const benchmark = comparedOf(await resultOf(folder, outcome));
    expect(benchmark).toMatchObject({ n: 95, deltaPoints: 0, verdict: "inconclusive" });
    expect(benchmark.candidate).toMatchObject({ scored: 95, errors: 5, accuracy: 1 });
    expect(benchmark.reasons.join(" ")).toContain("error budget");
  });
});
