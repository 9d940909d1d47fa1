import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli, temporaryFolder } from "../../../support/cli.ts";
import { sumRows } from "../../../support/sums.ts";

const URLS = ["--baseline-url", "http://127.0.0.1:1", "--candidate-url", "http://127.0.0.1:2"];

async function freeze(name: string, rows: readonly object[], more: readonly string[] = []) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "rows.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const args = ["bench", "--tasks", name, "--data", "rows.jsonl", "--freeze-only", ...URLS, ...more];
  return { folder, ...(await runCli(folder, args)) };
}

describe("freezing questions", () => {
  test("gives every question an id of its own, also where the data numbers its copies itself", async () => {
    const ids = ["1", "1", "1#2", "1", "2"];
    const rows = ids.map((id, i) => ({ id, problem: `What is ${i} + 0?`, answer: String(i) }));
    const { folder, stdout, stderr } = await freeze("aime24", rows);
    expect(stderr).toBe("");
    const lines = (await readFile(join(folder, stdout.trim()), "utf8")).trim().split("\n");
    const frozen = lines.map((line) => JSON.parse(line).id);
    expect(frozen).toEqual(["2024-1", "2024-1#2", "2024-1#2#2", "2024-1#3", "2024-2"]);
  });

  test("hashes every request: one letter or one setting more is another capsule", async () => {
    const rows = [{ id: "1", problem: "What is 1 + 0?", answer: "1" }];
    const capsuleOf = async (problem: string, more: readonly string[] = []) => {
      const { folder, stdout } = await freeze("aime24", [{ ...rows[0], problem }, ...rows], more);
      const manifest = join(folder, stdout.trim(), "..", "manifest.json");
      return JSON.parse(await readFile(manifest, "utf8")).sha256;
    };
    const [one, same, other, longer] = await Promise.all([
      capsuleOf("What is 2 + 0?"),
      capsuleOf("What is 2 + 0?"),
      capsuleOf("What is 3 + 0?"),
      capsuleOf("What is 2 + 0?", ["--max-tokens", "9"]),
    ]);
    expect(same).toBe(one);
    expect(new Set([one, other, longer]).size).toBe(3);
  });

  test("names the row in which a benchmark finds a mistake", async () => {
    const rows = sumRows(3).map((row, i) => (i === 1 ? { ...row, choices: "one or two" } : row));
    const { code, stderr } = await freeze("mmlu", rows, ["--num-fewshot", "0"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(
        "error: row 2 (rows.jsonl) has no list in its column choices: not a Python literal",
      ),
    ]);
  });
});
