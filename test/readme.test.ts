import { spawn } from "node:child_process";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { BENCH_FLAGS } from "../src/commands/bench-flags.ts";
import { CARD_WRITER_FLAGS } from "../src/commands/card-flags.ts";
import { COMPARE_FLAGS } from "../src/commands/compare-flags.ts";
import { COMMANDS } from "../src/commands/index.ts";
import { MERGE_FLAGS } from "../src/commands/merge.ts";
import { PI0_FLAGS } from "../src/commands/pi0-options.ts";
import { COMPOSITE_FLAGS } from "../src/commands/run-suite/flags.ts";
import { type CommandOutcome, outcomeOf, runCli, temporaryFolder } from "./support/cli.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const readme = await readFile(join(ROOT, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? "");

/** The commands of the README's shell blocks; `npm …` is what brought this test here, so only the rest is run. */
const commands = blocks
  .flatMap((block) => block.trim().replaceAll("\\\n", "").split("\n"))
  .flatMap((line) => line.split("&&"))
  .map((command) => command.trim())
  .filter((command) => !/^npm /.test(command));

describe("every command in the README's shell blocks exits with 0", () => {
  it.each([...new Set(commands)])("%s", async (command) => {
    // What the README's examples name lies in the checkout; what they write does not.
    const folder = await temporaryFolder();
    await symlink(join(ROOT, "fixtures"), join(folder, "fixtures"));
    const { code, stderr } = await (command === commands[0]
      ? runByNpx(folder, command)
      : runHere(folder, command));
    expect(code, stderr).toBe(0);
  });
});

/** By npx itself, in a folder where that finds this checkout's command. */
async function runByNpx(folder: string, command: string): Promise<CommandOutcome> {
  const bin = join(folder, "node_modules", ".bin");
  await mkdir(bin, { recursive: true });
  await symlink(join(ROOT, "dist/src/cli.js"), join(bin, "fvalidate"));
  const line = command.replace("npx ", "npx --no-install ");
  return outcomeOf(spawn("sh", ["-c", line], { cwd: folder }));
}

/** In this process, which spares it the start of Node; the words of the line are those that a shell makes of it. */
function runHere(folder: string, command: string): Promise<CommandOutcome> {
  const [npx, fvalidate, ...words] = command.split(/ +/);
  if (`${npx} ${fvalidate}` !== "npx fvalidate" || /["'$*|>]/.test(command))
    throw new Error(`run "${command}"`);
  return runCli(folder, words);
}

it("every npm script that the README names exists", async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  for (const name of named) expect(scripts).toHaveProperty([name ?? ""]);
});

it("every command of the tool has its place in the README", () => {
  for (const { name } of COMMANDS) expect(readme).toContain(`fvalidate ${name.split(" ")[0]}`);
});

it("every flag that the README names exists, and the other way round for pi0, bench, compare and card", () => {
  const elsewhere = [
    "help",
    "write",
    "format",
    "stack",
    "port",
    "reports",
    "open",
    "fail",
    "no-install",
    "debug",
    "version",
    "seeds",
    "noise",
    "diff",
    "check",
    "python",
    "dry-run",
    "start-only",
    "net",
    "gpus",
    "config-path",
    "config-name",
    "questions",
    "accuracy",
    "flips",
    "no-history",
    "no-ci",
    "metric",
    "last",
    "all",
    "ascii",
    "note",
  ];
  const known = [
    ...Object.keys(PI0_FLAGS),
    ...Object.keys(BENCH_FLAGS),
    ...Object.keys(COMPARE_FLAGS),
    ...Object.keys(CARD_WRITER_FLAGS),
    ...Object.keys(MERGE_FLAGS),
    ...Object.keys(COMPOSITE_FLAGS),
  ];
  const flags = new Set([...readme.matchAll(/--([a-z][a-z-]+)/g)].map(([, flag]) => flag ?? ""));
  for (const flag of flags) expect([...known, ...elsewhere]).toContain(flag);
  for (const flag of known) expect(flags, flag).toContain(flag);
});
