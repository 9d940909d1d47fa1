import { existsSync } from "node:fs";
import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, readResult, runCli, runFolderIn, startCli } from "../support/cli.ts";
import {
  type ManagedCase,
  managedCase,
  notedStates,
  processesWith,
  serveCommand,
  until,
} from "../support/managed.ts";

const GEMS_LINE = "[DEBUG] flag_gems.ops.add.add: GEMS ADD";
const run = ({ folder, suite, env }: ManagedCase, ...args: string[]) =>
  runCli(folder, ["run", "--suite", suite, ...args], env);

/** Nothing of a run is left: no process, no state, no work folder that its state named. */
async function expectNothingLeft(managed: ManagedCase): Promise<void> {
  expect(await notedStates(managed)).toEqual([]);
  expect(await processesWith(`--port\x00${managed.port}`)).toEqual([]);
}

describe.skipIf(process.platform !== "linux")("stacks that are started", () => {
  it("runs one after the other on one port, proves both, and leaves nothing", async () => {
    const managed = await managedCase((port) => ({
      cpu: { environment: { USE_FLAGGEMS: "0" } },
      wasm: {
        environment: { USE_FLAGGEMS: "1" },
        start: `echo '${GEMS_LINE}' >gems.log; ${serveCommand(port)}`,
      },
    }));
    const { code, stdout, stderr } = await run(managed);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/cpu: ready after .*\nwasm: starting\.\nwasm: ready after/);
    expect(stdout).toContain("Live run: cpu started for this run on this machine");
    const { baseline, candidate } = await readResult(join(managed.folder, runFolderIn(stdout)));
    expect(baseline).toMatchObject({ source: "process", evidence: { status: "clean" } });
    expect(candidate).toMatchObject({
      evidence: { status: "proved", operators: { "flag_gems.ops.add.add": 1 } },
      environment: { USE_FLAGGEMS: "1", where: "this machine" },
    });
    await expectNothingLeft(managed);
  });

  it("asks both at once with --parallel, on two ports", async () => {
    const managed = await managedCase((port) => ({
      wasm: { port: port + 1, start: serveCommand(port + 1) },
    }));
    const { code, stderr } = await run(managed, "--parallel");
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/cpu: ready.*\nwasm: starting/);
    await expectNothingLeft(managed);
  });

  it("ends a server that left its parent, its session and its start command behind", async () => {
    const managed = await managedCase((port) => ({
      // As FlagScale's run.py does: the command returns at once and the server lives on.
      wasm: { start: `setsid sh -c "${serveCommand(port)}" >server.log 2>&1 </dev/null & exit 0` },
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
      cpu: {
        edits: [
          { python: "model.py", gems: "native", seeds: "on" },
          { yaml: "serve.yaml", set: { "envs.USE_FLAGGEMS": false } },
          { hostfile: "hosts", hosts: [{ host: "worker0", slots: 8 }] },
        ],
        start: `${check} && ${native} || exit 7; ${serveCommand(port, "tfjs-cpu")}`,
      },
      wasm: {
        start: `grep -q '^import flag_gems' model.py && [ ! -e hosts ] || exit 8; ${serveCommand(port)}`,
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
  ])("%s", async (_name, cpu, message) => {
    const managed = await managedCase(() => ({ cpu }));
    const { code, stderr } = await run(managed);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/wasm: starting/);
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
      cpu: {
        logs: ["server.log"],
        ready: { signs: [{ log: "^Serving " }, { tcp: port }] },
        start: `${serveCommand(port, "tfjs-cpu")} >>server.log 2>&1`,
      },
    }));
    await writeFile(join(managed.folder, "server.log"), "Serving\nRuntimeError: CUDA error: of yesterday\n");
    const { code, stderr } = await run(managed);
    expect(code, stderr).toBe(0);
  });
});

describe.skipIf(process.platform !== "linux")("evidence against what a stack is called", () => {
  it("leaves a run open whose baseline ran FlagGems", async () => {
    const managed = await managedCase((port) => ({
      cpu: { start: `echo '${GEMS_LINE}' >gems.log; ${serveCommand(port, "tfjs-cpu")}` },
    }));
    const { code, stdout } = await run(managed);
    expect(code).toBe(4);
    expect(stdout).toMatch(/cpu is not what it is called: It is meant to be native, but FlagOS ran in it/);
  });

  it.each([
    [
      "FlagGems was switched on for nothing",
      { pre: "echo 'WARNING only_enable failed: No include parameter.'" },
      /switched on for no operator at all/,
    ],
    [
      "an empty list of operators",
      { pre: "echo '[FlagGems] Enable only the following ops: []'" },
      /switched on for no operator at all/,
    ],
    [
      "another switch in the server than in the suite",
      { pre: "export USE_FLAGGEMS=0", environment: { USE_FLAGGEMS: "1" } },
      /USE_FLAGGEMS is "0" in a process of the server, though the suite sets "1"/,
    ],
  ])("leaves a run open: %s", async (_name, { pre, ...wasm }, reason) => {
    const managed = await managedCase((port) => ({
      wasm: { ...wasm, start: `${pre}; ${serveCommand(port)}` },
    }));
    const { code, stdout, stderr } = await run(managed, "--start-only");
    expect(stdout, stderr).toMatch(/wasm \(candidate\): contradicted/);
    expect(stdout).toMatch(reason);
    expect(code).toBe(4);
  });

  it("warns of a switch on one side only, and of missing evidence", async () => {
    const managed = await managedCase(() => ({ cpu: { environment: { USE_FLAGGEMS: "0" } } }));
    const { code, stdout } = await run(managed);
    expect(code).toBe(0);
    expect(stdout).toMatch(/USE_FLAGGEMS is not set for wasm/);
    expect(stdout).toMatch(/No evidence that wasm ran with FlagOS/);
    expect((await run(managed, "--require-evidence")).code).toBe(4);
  });
});

describe.skipIf(process.platform !== "linux")("runs that are stopped", () => {
  it("takes a server down on Ctrl-C while it starts", async () => {
    const managed = await managedCase(() => ({ cpu: { start: "echo begun >begun; sleep 601" } }));
    const child = startCli(managed.folder, ["run", "--suite", managed.suite], managed.env);
    const ended = outcomeOf(child);
    await until(() => existsSync(join(managed.folder, "begun")));
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(await readResult(join(managed.folder, runFolderIn(stdout)))).toMatchObject({
      status: "interrupted",
    });
    await expectNothingLeft(managed);
    expect(await processesWith("sleep\x00601")).toEqual([]);
  });

  it.each([
    ["the next run", ["run"], /Cleaned up cpu/],
    ["fvalidate cleanup", ["cleanup"], /Cleaned up cpu/],
  ])("has %s undo what a killed run left", async (_name, [command = ""], message) => {
    const python = "import flag_gems\nflag_gems.enable()\n";
    const managed = await managedCase((port) => ({
      cpu: {
        edits: [{ python: "model.py", gems: "native" }],
        start: serveCommand(port, "tfjs-cpu", "--fail hang@1"),
      },
    }));
    await writeFile(join(managed.folder, "model.py"), python);
    const child = startCli(managed.folder, ["run", "--suite", managed.suite], managed.env);
    const ended = outcomeOf(child);
    await until(async () => (await processesWith(`--port\x00${managed.port}`)).length > 0);
    await until(async () => (await readdir(managed.folder)).includes("reports"));
    child.kill("SIGKILL");
    await ended;
    expect(await readFile(join(managed.folder, "model.py"), "utf8")).not.toBe(python);
    expect(await notedStates(managed)).toHaveLength(1);
    const args = command === "run" ? ["run", "--suite", managed.suite, "--timeout", "1"] : [command];
    const { stderr } = await runCli(managed.folder, args, managed.env);
    expect(stderr).toMatch(message);
    expect(await readFile(join(managed.folder, "model.py"), "utf8")).toBe(python);
    await expectNothingLeft(managed);
  });

  it("leaves a file alone that somebody changed meanwhile, and says where its bytes are", async () => {
    const managed = await managedCase((port) => ({
      cpu: {
        edits: [{ python: "model.py", gems: "native" }],
        start: `echo '# mine' >>model.py; ${serveCommand(port, "tfjs-cpu")}`,
      },
    }));
    await writeFile(join(managed.folder, "model.py"), "import flag_gems\nflag_gems.enable()\n");
    const { stderr } = await run(managed);
    expect(stderr).toMatch(
      /model\.py was changed since it was edited for the run; its former bytes are in .*model\.py\./,
    );
    expect(await readFile(join(managed.folder, "model.py"), "utf8")).toContain("# mine");
    expect(await notedStates(managed)).toHaveLength(1);
    const cleanup = await runCli(managed.folder, ["cleanup"], managed.env);
    expect(cleanup.code).toBe(3);
    expect(cleanup.stderr).toMatch(/Could not clean up cpu/);
  });

  it("finds nothing to clean up", async () => {
    const managed = await managedCase(() => ({}));
    expect(await runCli(managed.folder, ["cleanup"], managed.env)).toMatchObject({
      code: 0,
      stdout: "Nothing is left behind.\n",
    });
  });
});

describe("a dry run", () => {
  it("prints every command in order, and runs none", async () => {
    const managed = await managedCase(() => ({
      cpu: { edits: [{ python: "model.py", gems: "native", noise: "capsule" }], stop: "echo stop it" },
    }));
    const { code, stdout } = await run(managed, "--dry-run");
    expect(code).toBe(0);
    const phases = [...stdout.matchAll(/^# (check|edit|start|ready|evidence|stop|restore|remove): /gm)].map(
      ([, phase]) => phase,
    );
    const order = ["check", "edit", "start", "ready", "evidence", "stop", "restore", "remove"];
    const ofFirst = phases.slice(0, phases.indexOf("remove") + 1);
    expect([...new Set(ofFirst)]).toEqual(order);
    expect(stdout).toContain("patch model.py: flag_gems off, noise from the capsule");
    expect(stdout).toContain("echo stop it");
    expect(await readdir(managed.folder)).toEqual(["suite.yaml"]);
  });
});
