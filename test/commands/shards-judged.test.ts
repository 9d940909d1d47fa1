import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodePng } from "../../src/support/picture.ts";
import { startChatServer } from "../support/chat-server.ts";
import { runCli, temporaryFolder } from "../support/cli.ts";
import { comparableRun, runsIn, samplesOf } from "../support/shards.ts";

const QUESTIONS = 11;

/** Rows as MM-Vet v2 has them, with one picture. */
async function writeRows(folder: string): Promise<string> {
  const path = join(folder, "mm_vet_v2.jsonl");
  const rows = Array.from({ length: QUESTIONS }, (_, i) => ({
    id: `v2_${i}`,
    question: `What number is it?${"!".repeat(i)}<IMG><image_0>`,
    image_0: "dot.png",
    answer: "1",
    capability: ["ocr"],
    added_in: "v2",
  }));
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const white = { width: 1, height: 1, pixels: new Uint8Array([255, 255, 255]) };
  await writeFile(join(folder, "dot.png"), await encodePng(white));
  return path;
}

test("a judged benchmark: each shard has its replies graded, the merge takes the verdicts and asks nobody", async () => {
  const folder = await temporaryFolder();
  const data = await writeRows(folder);
  await using baseline = await startChatServer({ reply: (prompt) => `It is ${prompt.length % 3}.` });
  await using candidate = await startChatServer({ reply: (prompt) => `It is ${prompt.length % 4}.` });
  await using judge = await startChatServer({
    model: "grader",
    reply: (prompt) => `{"score": ${prompt.includes("It is 1.") ? 1 : 0.25}}`,
  });
  const args = [
    ...["bench", "--tasks", "mm_vet_v2", "--data", data, "--judge-url", judge.url],
    ...["--baseline-url", baseline.url, "--candidate-url", candidate.url],
  ];
  await runCli(folder, [...args, "--output-path", "whole"]);
  for (const shard of ["1/3", "2/3", "3/3"]) {
    const { code, stderr } = await runCli(folder, [...args, "--shard", shard]);
    expect([code, stderr]).toEqual([0, ""]);
  }
  judge.bodies.splice(0);
  const { stderr } = await runCli(folder, ["merge", "reports", "--output-path", "merged"]);
  expect([stderr, judge.bodies]).toEqual(["", []]);
  const [whole = ""] = await runsIn(join(folder, "whole"));
  const [merged = ""] = await runsIn(join(folder, "merged"));
  const result = await comparableRun(merged);
  expect(result).toEqual(await comparableRun(whole));
  expect(result).toMatchObject({ settings: { judge: "grader" }, benchmarks: [{ n: QUESTIONS }] });
  expect(await samplesOf(merged)).toEqual(await samplesOf(whole));
  const verdicts = async (run: string) =>
    new Set((await readFile(join(run, "journal", "verdicts.jsonl"), "utf8")).trim().split("\n"));
  expect(await verdicts(merged)).toEqual(await verdicts(whole));
});
