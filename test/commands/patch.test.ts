import {
  appendFileSync,
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { outcomeOf, runCli, startCli, startLimited, temporaryFolder } from "../support/cli.ts";

const SOURCE = "import torch\nimport flag_gems\n\n\ndef f():\n    flag_gems.enable()\n\n\nf()\n";
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder, "model.py");
  writeFileSync(file, SOURCE);
});

/** Without any Python, which takes longer than the rest: the parser checks the result. */
const ALONE = { PATH: "/nowhere" };
const patch = (...args: string[]) => runCli(folder, ["patch", ...args], ALONE);
/** The same where the python3 there is compiles the result. */
const patchCompiled = (...args: string[]) => runCli(folder, ["patch", ...args]);
const content = () => readFileSync(file, "utf8");

describe("fvalidate patch", () => {
  it("switches off, says so, does nothing the second time, and restores every byte", async () => {
    expect((await patch("status", "model.py")).stdout).toMatch(
      /^model\.py: flagos\n {2}model\.py:2: on {3}import flag_gems\n {2}model\.py:6: on {3}flag_gems\.enable\(\)\n$/,
    );
    expect(await patchCompiled("native", "model.py")).toMatchObject({
      code: 0,
      stdout: "model.py: made native\n",
    });
    expect(content()).toContain("# fvalidate gems off: flag_gems.enable()");
    expect((await patch("native", "model.py")).stdout).toBe("model.py: nothing to change\n");
    expect((await patch("status", "model.py")).stdout).toMatch(/^model\.py: native/);
    expect((await patch("flagos", "model.py")).stdout).toBe("model.py: made flagos\n");
    expect(content()).toBe(SOURCE);
    await patch("native", "model.py", "--seeds", "on");
    expect((await patch("restore", "model.py")).stdout).toBe("model.py: restored\n");
    expect(content()).toBe(SOURCE);
    expect(readdirSync(folder)).toEqual(["model.py"]);
  });

  it("--check exits with 1 where a change would be made, and --diff prints it; both change nothing", async () => {
    expect((await patch("native", "model.py", "--check")).code).toBe(1);
    expect((await patch("flagos", "model.py", "--check")).code).toBe(0);
    const { code, stdout } = await patch("native", "model.py", "--diff");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^-import flag_gems$/m);
    expect(stdout).toMatch(/^\+# fvalidate gems off: import flag_gems$/m);
    expect(content()).toBe(SOURCE);
    expect(readdirSync(folder)).toEqual(["model.py"]);
  });

  it("keeps mode, symbolic link and the folder's times", async () => {
    chmodSync(file, 0o755);
    symlinkSync("model.py", join(folder, "link.py"));
    await mkdir(join(folder, "deep"));
    const inner = join(folder, "deep", "model.py");
    writeFileSync(inner, SOURCE);
    utimesSync(join(folder, "deep"), new Date(1e12), new Date(1e12));
    expect((await patch("native", "link.py", "deep/model.py")).code).toBe(0);
    expect(lstatSync(join(folder, "link.py")).isSymbolicLink()).toBe(true);
    expect(content()).toContain("fvalidate gems off");
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(readFileSync(inner, "utf8")).toContain("fvalidate gems off");
    expect(statSync(join(folder, "deep")).mtimeMs).toBe(1e12);
  });

  it.each<[string, Uint8Array]>([
    [
      "latin-1",
      Buffer.from(
        "# -*- coding: latin-1 -*-\nimport flag_gems\nflag_gems.enable()\nprint('\xe9')  # \xfc\n",
        "latin1",
      ),
    ],
    [
      "gbk, with a character whose last byte is a backslash",
      Buffer.concat([
        Buffer.from('# coding: gbk\nimport flag_gems\na = "'),
        Uint8Array.of(0x81, 0x5c),
        Buffer.from('"; flag_gems.enable()\nprint(a)\n'),
      ]),
    ],
    ["UTF-8 with its mark", Buffer.from("\uFEFFimport flag_gems\nflag_gems.enable()\nprint('é')\n")],
  ])("keeps every byte of %s", async (_name, bytes) => {
    writeFileSync(file, bytes);
    expect(await patchCompiled("native", "model.py")).toMatchObject({
      code: 0,
      stdout: "model.py: made native\n",
    });
    expect(readFileSync(file).includes("fvalidate gems off: import flag_gems")).toBe(true);
    expect(readFileSync(file).toString("latin1")).not.toMatch(/^[^#]*flag_gems\.enable\(/m);
    expect((await patch("flagos", "model.py")).code).toBe(0);
    expect(readFileSync(file)).toEqual(Buffer.from(bytes));
  });

  it("keeps the first backup, whatever is patched later", async () => {
    await patch("native", "model.py");
    const backup = readFileSync(`${file}.fvalidate-original`, "utf8");
    await patch("flagos", "model.py", "--seeds", "on");
    await patch("native", "model.py");
    expect(backup).toBe(SOURCE);
    expect(readFileSync(`${file}.fvalidate-original`, "utf8")).toBe(SOURCE);
  });
});

describe("what is refused, with nothing changed", () => {
  it("a file that does not compile before it is patched", async () => {
    writeFileSync(file, "import flag_gems\nif:\n");
    const { code, stderr } = await patchCompiled("native", "model.py");
    expect(stderr).toMatch(/model\.py:2:\d+: .*invalid syntax|model\.py:2/);
    expect(code).toBe(2);
    expect(content()).toBe("import flag_gems\nif:\n");
  });

  it("the same without any Python, by the parser", async () => {
    writeFileSync(file, "import flag_gems\nif:\n");
    const run = await patch("native", "model.py");
    expect(run.stderr).toMatch(/No python3 was found/);
    expect(run.stderr).toMatch(/model\.py:2: cannot be parsed/);
    expect(run.code).toBe(2);
  });

  it("a file that was changed since the patch, when it is restored", async () => {
    await patch("native", "model.py");
    appendFileSync(file, "# mine\n");
    const changed = content();
    const { code, stderr } = await patch("restore", "model.py");
    expect(stderr).toMatch(/was changed since the last patch/);
    expect(code).toBe(2);
    expect(content()).toBe(changed);
  });

  it("a backup that was changed", async () => {
    await patch("native", "model.py");
    appendFileSync(`${file}.fvalidate-original`, "#\n");
    expect(await patch("restore", "model.py")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/SHA-256/),
    });
  });

  it("a disk that is too full", async () => {
    writeFileSync(file, `${SOURCE}${"# padding\n".repeat(2000)}`);
    const before = content();
    const run = await outcomeOf(startLimited(folder, ["patch", "native", "model.py"], 8));
    expect(run.stderr).toMatch(/Cannot write .*EFBIG/);
    expect(run.code).toBe(2);
    expect(content()).toBe(before);
  });

  it.skipIf(process.getuid?.() === 0)("a folder that cannot be written (skipped for root)", async () => {
    chmodSync(folder, 0o555);
    const { code, stderr } = await patch("native", "model.py");
    chmodSync(folder, 0o755);
    expect(stderr).toMatch(/Cannot write .*EACCES/);
    expect(code).toBe(2);
    expect(content()).toBe(SOURCE);
  });

  it.each([
    ["a file that is not there", ["native", "gone.py"], /gone\.py: it is not there/],
    ["an action that is none", ["off", "model.py"], /no patch "off"/],
    ["an interpreter that is none", ["native", "model.py", "--python", "/no/python"], /cannot be run/],
    ["seeds that are neither", ["native", "model.py", "--seeds", "maybe"], /--seeds takes on, off, keep/],
  ])("%s", async (_name, args, message) => {
    const { code, stderr } = await patch(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(content()).toBe(SOURCE);
  });
});

describe("at any moment", () => {
  it("a kill leaves the old or the new bytes, and no lock that keeps the next run out", async () => {
    const native = await nativeResult();
    for (const delay of [60, 110, 140, 160, 180, 200, 220, 240]) {
      writeFileSync(file, SOURCE);
      const child = startCli(folder, ["patch", "native", "model.py"], ALONE);
      const ended = outcomeOf(child);
      await setTimeout(delay);
      child.kill("SIGKILL");
      await ended;
      expect([SOURCE, native]).toContain(content());
    }
    writeFileSync(file, SOURCE);
    expect((await patch("native", "model.py")).code).toBe(0);
  });

  it("two runs at once: each patches or refuses, and the file is whole", async () => {
    const native = await nativeResult();
    const start = () => outcomeOf(startCli(folder, ["patch", "native", "model.py"], ALONE));
    const runs = await Promise.all([start(), start()]);
    for (const { code, stderr } of runs) {
      if (code !== 0) expect(stderr).toMatch(/being patched by another run/);
    }
    expect(runs.some(({ code }) => code === 0)).toBe(true);
    expect(content()).toBe(native);
  });
});

/** What `native` makes of the source, from a run of its own with another file. */
async function nativeResult(): Promise<string> {
  const other = join(folder, "other.py");
  writeFileSync(other, SOURCE);
  expect((await patch("native", other)).code).toBe(0);
  return readFileSync(other, "utf8");
}
