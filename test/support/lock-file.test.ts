import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { lockFile } from "../../src/support/lock-file.ts";
import { temporaryFolder } from "./cli.ts";

const BUILT = pathToFileURL(new URL("../../dist/src/support/lock-file.js", import.meta.url).pathname).href;

/** Larger than any process id of a system. */
const GONE = "99999999";

/** Takes each lock at the same moment as the other contenders, and writes when it holds and when it lets go. */
const CONTENDER = `
import { appendFileSync } from "node:fs";
const [folder, start, rounds] = process.argv.slice(1);
const { lockFile } = await import("${BUILT}");
for (let round = 0; round < Number(rounds); round += 1) {
  while (Date.now() < Number(start) + 60 * round);
  const path = folder + "/" + round;
  try {
    const lock = await lockFile(path, "it");
    appendFileSync(path + ".log", "+");
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(path + ".log", "-");
    await lock[Symbol.asyncDispose]();
  } catch (error) {
    if (error.kind !== "usage") throw error;
  }
}`;

function contend(folder: string, start: number, rounds: number): Promise<number | null> {
  const args = ["--input-type=module", "-e", CONTENDER, folder, String(start), String(rounds)];
  return new Promise((resolve) =>
    spawn(process.execPath, args, { stdio: "inherit" }).on("close", (code) => resolve(code)),
  );
}

describe("a lock", () => {
  test("is held by one of several processes that find it stale at once", async () => {
    const folder = await temporaryFolder();
    const rounds = [...Array(12).keys()];
    await Promise.all(rounds.map((round) => writeFile(join(folder, String(round)), GONE)));
    const start = Date.now() + 500;
    const codes = await Promise.all([1, 2, 3].map(() => contend(folder, start, rounds.length)));
    expect(codes).toEqual([0, 0, 0]);
    for (const round of rounds) {
      const log = await readFile(join(folder, `${round}.log`), "utf8");
      expect(log, `round ${round}`).toMatch(/^(\+-)+$/);
    }
  });

  test("is free again when its holder lets go, and tells who holds it until then", async () => {
    const path = join(await temporaryFolder(), "lock");
    const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 20000)"]);
    await writeFile(path, String(other.pid));
    await expect(lockFile(path, "The run x")).rejects.toThrow(
      `The run x is being worked on by process ${other.pid}.`,
    );
    const ended = new Promise((resolve) => other.on("close", resolve));
    other.kill("SIGKILL");
    await ended;
    await using _lock = await lockFile(path, "The run x");
    expect(await readFile(path, "utf8")).toBe(String(process.pid));
  });
});
