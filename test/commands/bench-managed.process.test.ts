import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { benchRunSchema } from "../../src/contracts/bench-run.ts";
import { startChatServer } from "../support/chat-server.ts";
import { runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";
import { freePort } from "../support/ports.ts";
import { writeSums } from "../support/sums.ts";

const SERVER = fileURLToPath(new URL("../support/chat-server-process.mjs", import.meta.url));

async function suiteWith(stacks: Record<string, object>, more: object = {}) {
  const folder = await temporaryFolder();
  await writeSums(folder, 60);
  const suite = join(folder, "suite.yaml");
  const content = {
    schema: "fvalidate.suite/1",
    kind: "bench",
    title: "started servers",
    baseline: "cuda",
    candidate: "flagos",
    tasks: [{ name: "mmlu", numFewshot: 0, data: "mmlu.jsonl" }],
    bench: { concurrency: 4, outageSeconds: 10 },
    stacks,
    ...more,
  };
  await writeFile(suite, JSON.stringify(content, null, 2));
  return { folder, suite, env: { FVALIDATE_STATE_PATH: join(folder, "state") } };
}

async function resultIn(folder: string, stdout: string) {
  const file = join(folder, runFolderIn(stdout), "run.json");
  return benchRunSchema.parse(JSON.parse(await readFile(file, "utf8")));
}

describe("servers that are started for a run of benchmarks", () => {
  test("run one after the other, and one that dies is started once more", async () => {
    const port = await freePort();
    const start = `exec '${process.execPath}' '${SERVER}' ${port}`;
    const shared = {
      target: "process",
      folder: ".",
      port,
      python: "true",
      evidence: { operatorLogs: ["gems.log"] },
    };
    const { folder, suite, env } = await suiteWith({
      cuda: { ...shared, start },
      flagos: { ...shared, start: `${start} 20 died` },
    });
    const stacks = JSON.parse(await readFile(suite, "utf8"));
    stacks.stacks.cuda.folder = folder;
    stacks.stacks.flagos.folder = folder;
    await writeFile(suite, JSON.stringify(stacks));
    const outcome = await runCli(folder, ["run", "--suite", suite], env);
    expect(outcome.stderr).toContain("started once more");
    expect(outcome.code, outcome.stderr).toBe(0);
    const run = await resultIn(folder, outcome.stdout);
    expect(run.benchmarks[0]).toMatchObject({
      n: 60,
      candidate: { errors: 0 },
      flips: { lost: 0, gained: 0 },
    });
    expect([run.baseline.source, run.candidate.evidence.status]).toEqual(["process", "missing"]);
    expect(await readdir(join(folder, "state")).catch(() => [])).toEqual([]);
  });

  test("may be a script that writes its answers", async () => {
    const script = (name: string, letter: string) => ({
      target: "process",
      python: "true",
      predictions: `${name}.jsonl`,
      ready: { signs: [{ ended: true }] },
      start: `sleep 1; for i in $(seq 0 59); do echo "{\\"id\\": \\"sums $((i % 3))-$i\\", \\"reply\\": \\"ANSWER: ${letter}\\"}"; done > ${name}.jsonl`,
    });
    const { folder, suite, env } = await suiteWith({ cuda: script("a", "A"), flagos: script("b", "B") });
    const outcome = await runCli(folder, ["run", "--suite", suite], env);
    const run = await resultIn(folder, outcome.stdout);
    expect(run.benchmarks[0]).toMatchObject({ n: 60, baseline: { correct: 15 }, candidate: { correct: 15 } });
    expect(run.baseline.requests).toBe(0);
  });
});

/** One white pixel. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==",
  "base64",
);

describe("a judge", () => {
  const judged = {
    tasks: [{ name: "mm_vet_v2", data: "mm_vet_v2.jsonl" }],
  };

  async function judgedRun(more: readonly string[]) {
    await using baseline = await startChatServer({ reply: (prompt) => `It is ${prompt.length % 3}.` });
    await using candidate = await startChatServer({ reply: (prompt) => `It is ${prompt.length % 3}.` });
    const { folder, suite } = await suiteWith(
      {
        cuda: { target: "endpoint", url: baseline.url },
        flagos: { target: "endpoint", url: candidate.url },
      },
      judged,
    );
    const rows = [...Array(40).keys()].map((i) => ({
      id: `v2_${i}`,
      question: `What number is it?${"!".repeat(i)}<IMG><image_0>`,
      image_0: "dot.png",
      answer: "1",
      capability: ["ocr"],
      added_in: "v2",
    }));
    await writeFile(join(folder, "mm_vet_v2.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    await writeFile(join(folder, "dot.png"), DOT);
    const outcome = await runCli(folder, ["bench", "--suite", suite, ...more]);
    return { folder, suite, outcome, run: await resultIn(folder, outcome.stdout) };
  }

  test("grades each distinct reply once, for both arms", async () => {
    await using judge = await startChatServer({ model: "grader", reply: () => '{"score": 0.5}' });
    const { run } = await judgedRun(["--judge-url", judge.url]);
    expect(run.settings.judge).toBe("grader");
    expect(run.benchmarks[0]).toMatchObject({ n: 40, baseline: { accuracy: 0.5 }, deltaPoints: 0 });
    expect(judge.bodies).toHaveLength(40);
  });

  test("that fails half-way leaves nothing scored, and is named; its verdicts are kept", async () => {
    let graded = 0;
    await using judge = await startChatServer({
      model: "grader",
      reply: () => {
        graded += 1;
        if (graded === 10) void judge[Symbol.asyncDispose]();
        return '{"score": 0.5}';
      },
    });
    const { folder, outcome, run } = await judgedRun(["--judge-url", judge.url, "--outage", "1", "-j", "4"]);
    expect([outcome.code, run.status]).toEqual([3, "failed"]);
    expect(run.benchmarks[0]).toMatchObject({
      n: 0,
      unscoredReason: expect.stringContaining("the judge of mm_vet_v2 did not finish"),
    });
    expect(outcome.stderr).not.toContain("Warning");
    const file = join(folder, runFolderIn(outcome.stdout), "journal", "verdicts.jsonl");
    const verdicts = (await readFile(file, "utf8")).trim().split("\n");
    expect(verdicts.length).toBeGreaterThan(4);
    expect(verdicts.length).toBeLessThan(10);
  });

  test("is asked for where there is none, and nothing is scored", async () => {
    const { outcome, run } = await judgedRun([]);
    expect(outcome.code).toBe(4);
    expect(run.benchmarks[0]).toMatchObject({ n: 0, verdict: "inconclusive" });
    expect(outcome.stdout).toContain("--judge-url");
  });
});
