import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readResult, runFolderIn } from "../support/cli.ts";
import {
  expectNothingLeft,
  GEMS_LINE,
  managedCase,
  processesWith,
  runSuite as run,
  serveCommand,
} from "../support/managed.ts";

describe.skipIf(process.platform !== "linux")("stacks that are started", () => {
  it("runs one after the other on one port, proves both, and leaves nothing", async () => {
    const managed = await managedCase((port) => ({
      cuda: { environment: { USE_FLAGGEMS: "0" } },
      flagos: {
        environment: { USE_FLAGGEMS: "1" },
        start: `echo '${GEMS_LINE}' >gems.log; ${serveCommand(port, "--float32")}`,
      },
    }));
    const { code, stdout, stderr } = await run(managed);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/cuda: ready after .*\nflagos: starting\.\nflagos: ready after/);
    expect(stdout).toContain("Live run: cuda started for this run (this machine)");
    const { baseline, candidate } = await readResult(join(managed.folder, runFolderIn(stdout)));
    expect(baseline).toMatchObject({ source: "process", evidence: { status: "clean" } });
    expect(candidate).toMatchObject({
      evidence: { status: "proved", operators: { "flag_gems.ops.add.add": 1 } },
      environment: { USE_FLAGGEMS: "1", where: "this machine" },
    });
    await expectNothingLeft(managed);
    // At once again: the log that FlagOS wrote a moment ago says nothing of the baseline that starts now.
    expect((await run(managed, "--start-only")).stdout).toMatch(/cuda \(baseline\): clean/);
  });

  it("asks both at once with --parallel, on two ports", async () => {
    const managed = await managedCase((port) => ({
      flagos: { port: port + 1, start: serveCommand(port + 1, "--float32") },
    }));
    const { code, stderr } = await run(managed, "--parallel");
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/cuda: ready.*\nflagos: starting/);
    await expectNothingLeft(managed);
  });

  it("ends a server that left its parent, its session and its start command behind", async () => {
    const managed = await managedCase((port) => ({
      // As FlagScale's run.py does: the command returns at once and the server lives on.
      flagos: {
        start: `setsid sh -c "${serveCommand(port, "--float32")}" >server.log 2>&1 </dev/null & exit 0`,
      },
    }));
    const { code, stderr } = await run(managed);
    expect(code, stderr).toBe(0);
    await expectNothingLeft(managed);
  });

  it("times calls for themselves with --latency", async () => {
    const managed = await managedCase(() => ({}));
    const { code, stdout, stderr } = await run(managed, "--latency", "--warmup", "1", "--iterations", "4");
    expect(code, stderr).toBe(0);
    const { latency } = await readResult(join(managed.folder, runFolderIn(stdout)));
    expect(latency.candidate).toMatchObject({
      calls: 4,
      source: expect.stringContaining("after 1 for warm-up"),
    });
    expect(latency.candidateOverBaseline?.ratio).toBeGreaterThan(0);
  });

  it("edits files for each arm and gives them back to the byte", async () => {
    const python = "import numpy\nimport flag_gems\n\nflag_gems.enable()\n";
    const yaml = "# kept\nenvs: {USE_FLAGGEMS: true}   # here\nport: 1\n";
    const check = "grep -q 'USE_FLAGGEMS: false}   # here' serve.yaml && grep -q '^worker0 slots=8$' hosts";
    const native = "! grep -q '^import flag_gems' model.py && grep -q '^random.seed(42)$' model.py";
    const managed = await managedCase((port) => ({
      cuda: {
        edits: [
          { python: "model.py", gems: "native", seeds: "on" },
          { yaml: "serve.yaml", set: { "envs.USE_FLAGGEMS": false } },
          { hostfile: "hosts", hosts: [{ host: "worker0", slots: 8 }] },
        ],
        start: `${check} && ${native} || exit 7; ${serveCommand(port)}`,
      },
      flagos: {
        start: `grep -q '^import flag_gems' model.py && [ ! -e hosts ] || exit 8; ${serveCommand(port, "--float32")}`,
      },
    }));
    const model = join(managed.folder, "model.py");
    await writeFile(model, python, { mode: 0o640 });
    await utimes(model, 1_000_000, 1_000_000);
    await writeFile(join(managed.folder, "serve.yaml"), yaml);
    const before = (await readdir(managed.folder)).sort();
    const { code, stderr } = await run(managed);
    expect(code, stderr).toBe(0);
    expect(await readFile(model, "utf8")).toBe(python);
    expect((await stat(model)).mode & 0o777).toBe(0o640);
    expect((await stat(model)).mtimeMs).toBe(1_000_000_000);
    expect(await readFile(join(managed.folder, "serve.yaml"), "utf8")).toBe(yaml);
    expect((await readdir(managed.folder)).sort()).toEqual([...before, "reports", "state"].sort());
    await expectNothingLeft(managed);
  });
});

describe.skipIf(process.platform !== "linux")("stacks that do not come up", () => {
  it.each([
    [
      "its start command fails",
      { start: "echo no model >&2; exit 3" },
      /ended with exit code 3[\s\S]*no model/,
    ],
    [
      "a log line is fatal",
      { start: "echo 'RuntimeError: CUDA error: dead'; sleep 600" },
      /the device refuses/,
    ],
    [
      "a line is fatal by the suite",
      { start: "echo 'model is cursed'; sleep 600", ready: { fatal: ["is cursed"] } },
      /the suite calls this line fatal[\s\S]*model is cursed/,
    ],
    [
      "its start command succeeds and leaves nothing",
      { start: "true", ready: { quietSeconds: 1 } },
      /left no process behind[\s\S]*it printed nothing/,
    ],
    [
      "it does nothing",
      { start: "sleep 600", ready: { quietSeconds: 1 } },
      /did nothing for 1 s; still missing: port/,
    ],
    [
      "it takes too long",
      { start: "while :; do echo busy; sleep 0.2; done", ready: { timeoutSeconds: 2 } },
      /not ready after 2 s/,
    ],
    ["a file is missing", { requires: ["model.safetensors"] }, /lacks model\.safetensors/],
    ["the folder is missing", { folder: "/nowhere/at/all" }, /nowhere/],
    ["a file to edit is missing", { edits: [{ python: "model.py", gems: "native" }] }, /no file model\.py/],
  ])("%s", async (_name, cuda, message) => {
    const managed = await managedCase(() => ({ cuda }));
    const { code, stderr } = await run(managed);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/flagos: starting/);
    expect(code).toBe(3);
    await expectNothingLeft(managed);
    expect(await processesWith("sleep\x00600")).toEqual([]);
  });

  it("refuses a port that is taken: another server would be measured", async () => {
    const managed = await managedCase(() => ({}));
    const stranger = createServer((_request, response) => response.end("me"));
    await new Promise<void>((resolve) => stranger.listen(managed.port, "127.0.0.1", resolve));
    const { code, stderr } = await run(managed);
    expect(code).toBe(3);
    expect(stderr).toMatch(/port \d+ of this machine is taken already/);
    stranger.close();
  });

  it("does not read a log's lines of earlier runs", async () => {
    const managed = await managedCase((port) => ({
      cuda: {
        logs: ["server.log"],
        ready: { signs: [{ log: "^Serving " }, { tcp: port }] },
        start: `${serveCommand(port)} >>server.log 2>&1`,
      },
    }));
    await writeFile(join(managed.folder, "server.log"), "Serving\nRuntimeError: CUDA error: of yesterday\n");
    const { code, stderr } = await run(managed);
    expect(code, stderr).toBe(0);
  });
});
