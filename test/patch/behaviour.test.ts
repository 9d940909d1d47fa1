import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { patchSource } from "../../src/patch/patch-source.ts";
import { temporaryFolder } from "../support/cli.ts";
import { hasPython } from "./stdlib.ts";

const PROGRAMS = fileURLToPath(new URL("../../fixtures/python/programs/", import.meta.url));
const programs = readdirSync(PROGRAMS).filter((name) => name.endsWith(".py") && name !== "flag_gems.py");

/** Runs a program beside the stub of flag_gems: what it printed, and which calls the stub wrote down. */
async function run(source: string): Promise<{ printed: string; calls: string[] }> {
  const folder = await temporaryFolder();
  cpSync(join(PROGRAMS, "flag_gems.py"), join(folder, "flag_gems.py"));
  writeFileSync(join(folder, "program.py"), source);
  const log = join(folder, "calls.txt");
  const { status, stdout, stderr } = spawnSync("python3", ["program.py"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, GEMS_CALLS: log },
  });
  if (status !== 0) throw new Error(stderr);
  return { printed: stdout, calls: existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [] };
}

describe.skipIf(!hasPython)("programs that are run (skipped without python3)", () => {
  it.each(programs)(
    "%s: native calls nothing of flag_gems and prints the same; flagos calls all",
    async (name) => {
      const source = readFileSync(join(PROGRAMS, name), "utf8");
      const native = patchSource(source, { gems: "native", seeds: "keep", noise: "keep" }, name);
      const flagos = patchSource(native, { gems: "flagos", seeds: "keep", noise: "keep" }, name);
      const before = await run(source);
      expect(before.calls.length).toBeGreaterThan(1);
      expect(await run(native)).toEqual({ printed: before.printed, calls: [] });
      expect(await run(flagos)).toEqual(before);
    },
  );
});
