import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { formatLine, parseLine } from "../../src/history/parse-line.ts";
import { readHistory } from "../../src/history/store.ts";
import { temporaryFolder } from "../support/cli.ts";
import { nightly } from "./sample-records.ts";

const STORE = pathToFileURL(new URL("../../dist/src/history/store.js", import.meta.url).pathname).href;

/** Appends runs, at the same time as other writers, and tells each that is on the disk. */
const WRITER = `
const [file, start, name, count, template] = process.argv.slice(1);
const { appendToHistory } = await import("${STORE}");
while (Date.now() < Number(start));
for (let i = 0; i < Number(count); i += 1) {
  const runId = name + "-" + i;
  // Lines of 1 to 30 kB, so that one write is many pages as well as less than one.
  const record = { ...JSON.parse(template), runId, folder: "x".repeat(i % 5 === 4 ? 30000 : 10) };
  await appendToHistory(file, [record]);
  process.stdout.write(runId + "\\n");
}`;

function startWriter(file: string, name: string, count: number, start: number): ChildProcess {
  const args = [file, String(start), name, String(count), formatLine(nightly(1, 0.2))];
  return spawn(process.execPath, ["--input-type=module", "-e", WRITER, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/**
 * The runs that a writer said were written, when it has ended.
 * @param most after how many it is killed, in the middle of whatever it does then
 */
async function written(child: ChildProcess, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
    if (output.split("\n").length > most) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.on("close", resolve));
  return output.split("\n").filter((line) => line !== "");
}

describe("several processes that append to one history", () => {
  test("lose nothing and tear nothing", async () => {
    const file = join(await temporaryFolder(), "history.jsonl");
    const start = Date.now() + 700;
    const writers = ["a", "b", "c", "d"].map((name) => startWriter(file, name, 60, start));
    const ids = (await Promise.all(writers.map((writer) => written(writer)))).flat();
    expect(ids).toHaveLength(240);
    const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
    expect(lines.map((line) => parseLine(line).kind).filter((kind) => kind !== "entry")).toEqual([]);
    const { runs, notes } = await readHistory(file);
    expect(new Set(runs.map(({ runId }) => runId))).toEqual(new Set(ids));
    expect(notes).toEqual([]);
  });

  test("lose nothing that was on the disk when they were killed", async () => {
    const file = join(await temporaryFolder(), "history.jsonl");
    const writers = ["a", "b", "c"].map((name) => startWriter(file, name, 5000, 0));
    const ids = (await Promise.all(writers.map((writer, i) => written(writer, 20 + 7 * i)))).flat();
    expect(ids.length).toBeLessThan(5000);
    expect(ids.length).toBeGreaterThanOrEqual(20 + 27 + 34);
    const { runs } = await readHistory(file);
    const found = new Set(runs.map(({ runId }) => runId));
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
    await written(startWriter(file, "later", 3, 0));
    expect((await readHistory(file)).runs.filter(({ runId }) => runId.startsWith("later"))).toHaveLength(3);
  });
});

test("a write that the system cuts short is an error, and the next one begins on a line of its own", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "history.jsonl");
  const script = 'ulimit -f 24; exec "$0" "$@"';
  const args = ["--input-type=module", "-e", WRITER, file, "0", "limited", "40", formatLine(nightly(1, 0.2))];
  const child = spawn("sh", ["-c", script, process.execPath, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const ids = await written(child);
  expect(child.exitCode).not.toBe(0);
  expect(stderr).toContain("Cannot write");
  await written(startWriter(file, "later", 2, 0));
  const { runs, notes } = await readHistory(file);
  expect(runs.map(({ runId }) => runId)).toEqual([...ids, "later-0", "later-1"]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain("was left out: it is not whole");
});
