import { readFile, truncate, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, readResult, runCli, runFolderIn, startLimited, temporaryFolder } from "../support/cli.ts";
import { actions, writeRecording } from "../support/recordings.ts";

const shape = [8, 5, 4] as const;
const arms = ["--baseline", "a", "--candidate", "b"];

describe("wrong usage, exit code 2", () => {
  it.each<[string, string[], string]>([
    ["an unknown stack", ["--baseline", "cuda", "--candidate", "flagso"], 'no stack "flagso"'],
    ["an unknown suite", ["--suite", "pi1", "--baseline", "cuda", "--candidate", "flagos"], 'no suite "pi1"'],
    [
      "one stack in both roles",
      ["--baseline", "cuda", "--candidate", "cuda"],
      "cannot be both baseline and candidate",
    ],
    [
      "a flag given twice",
      ["--baseline", "cuda", "--candidate", "flagos", "--seed", "1", "--seed", "2"],
      "--seed was given more",
    ],
    ["a missing stack", ["--baseline", "cuda"], "--candidate is missing"],
    ["an unknown flag", ["--baseline", "cuda", "--candidate", "flagos", "--maxmape", "1"], "maxmape"],
    [
      "a number that is none",
      ["--baseline", "cuda", "--candidate", "flagos", "--max-mape", "five"],
      "--max-mape takes a number",
    ],
    [
      "a negative limit",
      ["--baseline", "cuda", "--candidate", "flagos", "--max-mape=-1"],
      "--max-mape takes a number",
    ],
    [
      "half an observation",
      ["--baseline", "cuda", "--candidate", "flagos", "--repeats", "1.5"],
      "--repeats takes a whole number",
    ],
    [
      "an unknown convention",
      ["--baseline", "cuda", "--candidate", "flagos", "--mape", "wmape"],
      "--mape takes naive, mask",
    ],
    [
      "too many dimensions",
      ["--baseline", "cuda", "--candidate", "flagos", "--action-dim", "33"],
      "have 32 dimensions",
    ],
    [
      "a picture alone",
      ["--baseline", "cuda", "--candidate", "flagos", "--base-img", "x.png"],
      "also needs --left-wrist-img",
    ],
    [
      "observations for recordings",
      ["--baseline", "cuda", "--candidate", "flagos", "--observations", "4"],
      "bring their own inputs",
    ],
    [
      "inputs for recordings",
      ["--baseline", "cuda", "--candidate", "flagos", "--capsule", "x"],
      "bring their own inputs",
    ],
    [
      "an address for a recording",
      ["--baseline", "cuda", "--candidate", "flagos", "--candidate-url", "http://h:1"],
      "--candidate-url",
    ],
    [
      "one address for both roles",
      [
        "--suite",
        "pi0-endpoints",
        "--baseline",
        "cuda",
        "--candidate",
        "flagos",
        "--candidate-url",
        "http://127.0.0.1:5000",
      ],
      "the same address",
    ],
  ])("%s", async (_name, args, message) => {
    const folder = await temporaryFolder();
    const { code, stderr, stdout } = await runCli(folder, ["pi0", ...args]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(stdout).not.toContain("CONSISTENT");
    expect(code).toBe(2);
  });
});

describe("recordings that cannot be used", () => {
  it("a missing recording: exit code 2", async () => {
    const folder = await temporaryFolder();
    const suite = await writeRecording(folder, { a: actions(shape), b: actions(shape) }, shape[0]);
    await unlink(join(folder, "recording", "b.npy"));
    const { code, stderr } = await runCli(folder, ["pi0", "--suite", suite, ...arms]);
    expect(stderr).toMatch(/b\.npy: it is not there/);
    expect(code).toBe(2);
  });

  it("no recording at all: exit code 2", async () => {
    const folder = await temporaryFolder();
    const suite = await writeRecording(folder, { a: actions(shape), b: actions(shape) }, shape[0]);
    await unlink(join(folder, "recording", "recording.json"));
    const { code, stderr } = await runCli(folder, ["pi0", "--suite", suite, ...arms]);
    expect(stderr).toMatch(/recording\.json: it is not there/);
    expect(code).toBe(2);
  });

  it("a truncated recording: exit code 2", async () => {
    const folder = await temporaryFolder();
    const suite = await writeRecording(folder, { a: actions(shape), b: actions(shape) }, shape[0]);
    await truncate(join(folder, "recording", "b.npy"), 300);
    const { code, stderr } = await runCli(folder, ["pi0", "--suite", suite, ...arms]);
    expect(stderr).toMatch(/b\.npy is not the file that was recorded: SHA-256 [0-9a-f]{64} over 300 bytes/);
    expect(code).toBe(2);
  });

  it("shapes that differ: exit code 3, with both shapes", async () => {
    const folder = await temporaryFolder();
    const suite = await writeRecording(folder, { a: actions(shape), b: actions([8, 5, 3]) }, shape[0]);
    const { code, stderr, stdout } = await runCli(folder, ["pi0", "--suite", suite, ...arms]);
    expect(stderr).toMatch(/baseline \[8, 5, 4\], candidate \[8, 5, 3\]/);
    expect(code).toBe(3);
    expect((await readResult(join(folder, runFolderIn(stdout)))).status).toBe("failed");
  });

  it("a NaN in one arm: inconsistent, exit code 1, with its index", async () => {
    const folder = await temporaryFolder();
    const withNan = actions(shape, (position) => (position === 27 ? Number.NaN : Math.sin(position + 1)));
    const suite = await writeRecording(folder, { a: actions(shape), b: withNan }, shape[0]);
    const { code, stdout } = await runCli(folder, ["pi0", "--suite", suite, ...arms]);
    expect(stdout).toMatch(/INCONSISTENT/);
    expect(stdout).toMatch(/first at \[1, 1, 3\]: baseline 0\.2\S*, candidate NaN/);
    expect(code).toBe(1);
  });

  it("equal arms: consistent, with a loud warning, and inconclusive where evidence is required", async () => {
    const folder = await temporaryFolder();
    const suite = await writeRecording(folder, { a: actions(shape), b: actions(shape) }, shape[0]);
    const equal = await runCli(folder, ["pi0", "--suite", suite, ...arms]);
    expect(equal.stdout).toMatch(/WARNING.*BIT-IDENTICAL[\s\S]*CONSISTENT.*bit for bit/);
    expect(equal.code).toBe(0);
    const required = await runCli(folder, ["pi0", "--suite", suite, ...arms, "--require-evidence"]);
    expect(required.code).toBe(4);
    const allowed = await runCli(folder, [
      "pi0",
      "--suite",
      suite,
      ...arms,
      "--require-evidence",
      "--allow-inconclusive",
    ]);
    expect(allowed.code).toBe(0);
  });
});

describe("a report folder that cannot be written: exit code 2, before any stack is asked", () => {
  it("a file in its place", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "taken"), "");
    const run = await runCli(folder, [
      "pi0",
      "--baseline",
      "cuda",
      "--candidate",
      "flagos",
      "--output-path",
      "taken/reports",
    ]);
    expect(run.stderr).toMatch(/Cannot write taken\/reports.*\n.*--output-path/);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("a disk that fills up while the run is written: exit code 2, and the figures are still shown", () => {
  it.each([
    ["too full for the tensors", 60],
    ["too full for the journal", 8],
  ])("%s", async (_name, blocks) => {
    const folder = await temporaryFolder();
    // The shell's limit on file sizes makes real writes fail, as a full disk does.
    const command = ["pi0", "--baseline", "cuda", "--candidate", "flagos"];
    const run = await outcomeOf(startLimited(folder, command, blocks));
    expect(run.stderr).toMatch(/Cannot write .*: EFBIG[\s\S]*--output-path/);
    expect(run.stdout).toMatch(/0\.8899 %|nothing compared|MAPE/);
    expect(run.code).toBe(2);
  });
});

describe("fvalidate report", () => {
  it.each<[string, string | null, string]>([
    ["a run that is not there", null, "it is not there"],
    ["something that is not JSON", "{", "is not JSON"],
    ["another schema", '{"schema": "fvalidate.run/9"}', 'has the schema "fvalidate.run/9"'],
    ["half a result", '{"schema": "fvalidate.run/1"}', "is not a whole run result"],
  ])("%s: exit code 2", async (_name, content, message) => {
    const folder = await temporaryFolder();
    if (content !== null) await writeFile(join(folder, "run.json"), content);
    const { code, stderr } = await runCli(folder, ["report", content === null ? "nowhere" : "."]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it("renders a run that was moved", async () => {
    const folder = await temporaryFolder();
    const { stdout } = await runCli(folder, ["pi0", "--baseline", "cuda", "--candidate", "flagos"]);
    const moved = join(await temporaryFolder(), "elsewhere.json");
    await writeFile(moved, await readFile(join(folder, runFolderIn(stdout), "run.json")));
    expect((await runCli(folder, ["report", moved])).code).toBe(0);
  });
});
