import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answers, type Behaviour, misbehavingServer, refuses } from "../drivers/chat/misbehaving-server.ts";
import { startChatServer } from "../support/chat-server.ts";
import { runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";
import { writeSums } from "../support/sums.ts";

/** Every file of a folder, as one text. */
async function allText(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")))).join(
    "\n",
  );
}

async function benchWith(addresses: { baseline: string; candidate: string }, more: readonly string[] = []) {
  const folder = await temporaryFolder();
  await writeSums(folder, 20);
  const args = [
    ...["bench", "--tasks", "mmlu", "--num-fewshot", "0", "--data", "mmlu.jsonl"],
    ...["--baseline-url", addresses.baseline, "--candidate-url", addresses.candidate, ...more],
  ];
  return { folder, args };
}

describe("one server named twice", () => {
  test.each([
    ["http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/"],
    ["http://127.0.0.1:8000", "http://LOCALHOST:8000"],
    ["http://127.0.0.1:8000", "http://10.0.0.1:1,http://127.0.0.1:8000/v1/chat/completions"],
  ])("%s and %s is refused", async (baseline, candidate) => {
    const { folder, args } = await benchWith({ baseline, candidate });
    const { code, stderr } = await runCli(folder, args);
    expect([code, stderr]).toEqual([2, expect.stringContaining("that is one stack")]);
  });
});

describe("a secret", () => {
  test("in an address is refused before it is shown or written", async () => {
    const candidate = "http://someone:swordfish9@127.0.0.1:1";
    const { folder, args } = await benchWith({ baseline: "http://127.0.0.1:2", candidate });
    const { code, stdout, stderr } = await runCli(folder, args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("holds credentials");
    expect(stderr + (await allText(folder))).not.toContain("swordfish9");
  });

  test("that a server repeats when it refuses a request stands nowhere", async () => {
    const repeats: Behaviour = (response, request) =>
      refuses(400, { error: { message: `no: ${request.headers.authorization}` } })(response, request);
    await using baseline = await misbehavingServer({ script: () => answers });
    await using candidate = await misbehavingServer({ script: () => repeats });
    const { folder, args } = await benchWith({ baseline: baseline.url, candidate: candidate.url });
    const env = { FVALIDATE_BASELINE_API_KEY: "baseline-secret", FVALIDATE_CANDIDATE_API_KEY: "swordfish9" };
    const { stdout, stderr } = await runCli(folder, args, env);
    expect(candidate.seen[0]?.headers.authorization).toBe("Bearer swordfish9");
    const written = stdout + stderr + (await allText(folder));
    expect(written).toContain("no: Bearer");
    expect(["swordfish9", "baseline-secret"].filter((secret) => written.includes(secret))).toEqual([]);
  });
});

describe("a folder of data", () => {
  test("may hold a benchmark's program and notes beside its rows", async () => {
    await using baseline = await startChatServer();
    await using candidate = await startChatServer();
    const { folder, args } = await benchWith({ baseline: baseline.url, candidate: candidate.url });
    await mkdir(join(folder, "data"));
    await writeFile(join(folder, "data", "mmlu.py"), "pass");
    await writeFile(join(folder, "data", "mmlu.csv"), "question,subject,choices,answer\n");
    await writeFile(join(folder, "data", "mmlu.jsonl"), await readFile(join(folder, "mmlu.jsonl")));
    const outcome = await runCli(
      folder,
      args.map((argument) => (argument === "mmlu.jsonl" ? "data" : argument)),
    );
    expect(outcome.stderr).toBe("");
    expect(baseline.bodies).toHaveLength(20);
  });

  test("that cannot be read leaves no run's folder behind", async () => {
    const { folder, args } = await benchWith({
      baseline: "http://127.0.0.1:2",
      candidate: "http://127.0.0.1:3",
    });
    await writeFile(join(folder, "mmlu.jsonl"), "");
    expect((await runCli(folder, args)).code).toBe(2);
    expect(await readdir(join(folder, "reports"))).toEqual([]);
  });
});

test("a comma too much between benchmarks is none", async () => {
  await using baseline = await startChatServer();
  await using candidate = await startChatServer();
  const { folder, args } = await benchWith({ baseline: baseline.url, candidate: candidate.url });
  const outcome = await runCli(
    folder,
    args.map((argument) => (argument === "mmlu" ? "mmlu, " : argument)),
  );
  expect(outcome.stderr).toBe("");
  expect(runFolderIn(outcome.stdout)).toContain("reports");
});
