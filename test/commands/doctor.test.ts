import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCli, temporaryFolder } from "../support/cli.ts";

interface Finding {
  name: string;
  found: boolean;
  required: boolean;
  detail: string;
}

const NAMES = [
  "Node.js",
  "reports folder",
  "Python 3",
  "numpy",
  "git",
  "ssh",
  "Docker",
  "ffmpeg",
  "pictures (sharp)",
  "tfjs-node",
  "NVIDIA GPU",
  "Ascend NPU",
];

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe.concurrent("fvalidate doctor", () => {
  test("finds at least what this test runs on", async () => {
    const { code, findings } = await examine(await emptyFolder());
    expect(code).toBe(0);
    expect(findings.map(({ name }) => name)).toEqual(NAMES);
    expect(named(findings, "Node.js")).toEqual({
      name: "Node.js",
      found: true,
      required: true,
      detail: process.versions.node,
    });
    expect(named(findings, "pictures (sharp)").detail).toMatch(/^libvips \d+\.\d+/);
    expect(findings.every(({ detail }) => detail !== "" && !detail.includes("\n"))).toBe(true);
  });

  test("says in one line each what is missing and what that disables", async () => {
    const { code, findings } = await examine(await emptyFolder(), {});
    expect(code).toBe(0);
    for (const name of ["Python 3", "numpy", "git", "ssh", "Docker", "NVIDIA GPU", "Ascend NPU"]) {
      expect(named(findings, name).found, name).toBe(false);
      expect(named(findings, name).detail).toMatch(/^without it .{20,}/);
    }
    expect(named(findings, "Docker").detail).toContain("install Docker");
  });

  test("shows the first line that programs print, on either stream", async () => {
    const { findings } = await examine(await emptyFolder(), {
      python3: 'echo "Python 3.12.1"',
      ssh: 'echo "OpenSSH_9.6p1, OpenSSL 3.0" >&2',
      git: "exit 1",
      "nvidia-smi": 'echo "NVIDIA H200, 550.54.15"; echo "NVIDIA H200, 550.54.15"',
      "npu-smi": "exit 0",
      docker: 'if [ "$1" = version ]; then echo 27.3.1; else echo "Docker version 27.3.1, build x"; fi',
    });
    expect(named(findings, "Python 3")).toMatchObject({ found: true, detail: "Python 3.12.1" });
    expect(named(findings, "ssh")).toMatchObject({ found: true, detail: "OpenSSH_9.6p1, OpenSSL 3.0" });
    expect(named(findings, "git").found).toBe(false);
    expect(named(findings, "NVIDIA GPU")).toMatchObject({ found: true, detail: "NVIDIA H200, 550.54.15" });
    expect(named(findings, "Ascend NPU")).toMatchObject({ found: true, detail: "installed" });
    expect(named(findings, "Docker")).toMatchObject({
      found: true,
      detail: "Docker version 27.3.1, build x; its engine 27.3.1 answers",
    });
  });

  test("tells a client without an engine from no Docker at all", async () => {
    const { findings } = await examine(await emptyFolder(), {
      docker:
        'if [ "$1" = version ]; then echo "Cannot connect" >&2; exit 1; else echo "Docker version 1"; fi',
    });
    expect(named(findings, "Docker").found).toBe(false);
    expect(named(findings, "Docker").detail).toContain("Docker version 1, but no engine answers");
  });

  test("waits three seconds for an engine that hangs and ignores signals", async () => {
    const start = performance.now();
    const { code, findings } = await examine(await emptyFolder(), {
      docker: `if [ "$1" = version ]; then trap "" TERM; ${process.execPath} -e "setTimeout(() => 0, 8000)"; fi`,
    });
    expect(code).toBe(0);
    expect(named(findings, "Docker").found).toBe(false);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test("gives programs that wait for input its end", async () => {
    const { findings } = await examine(await emptyFolder(), { git: 'read line; echo "git version 2"' });
    expect(named(findings, "git")).toMatchObject({ found: true, detail: "git version 2" });
  });

  test("finds that reports cannot be written where a file has its name", async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "reports"), "");
    const { code, findings } = await examine(folder, {});
    expect(code).toBe(0);
    expect(named(findings, "reports folder").found).toBe(false);
    expect(named(findings, "reports folder").detail).toMatch(/reports is a file: .*--output-path/);
  });

  test("prints a table with a line for each finding", async () => {
    const { code, stdout, stderr } = await runCli(await emptyFolder(), ["doctor"], { PATH: "" });
    expect(code).toBe(0);
    expect(stderr).toBe("");
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(NAMES.length);
    for (const [at, line] of lines.entries()) {
      expect(line).toMatch(/^(found|missing) +\S/);
      expect(line).toContain(NAMES[at]);
    }
  });
});

/** Runs the doctor with no other programs than these shell scripts; with all of this machine's where none are given. */
async function examine(folder: string, scripts?: Record<string, string>) {
  const env = scripts === undefined ? {} : { PATH: await programsIn(join(folder, "programs"), scripts) };
  const { code, stdout, stderr } = await runCli(folder, ["doctor", "--json"], env);
  expect(stderr).toBe("");
  const findings: Finding[] = JSON.parse(stdout);
  return { code, findings };
}

async function programsIn(folder: string, scripts: Record<string, string>): Promise<string> {
  await mkdir(folder);
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

function named(findings: readonly Finding[], name: string): Finding {
  const found = findings.find((finding) => finding.name === name);
  if (found === undefined) throw new Error(`no finding named ${name}`);
  return found;
}

async function emptyFolder(): Promise<string> {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder;
}
