import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, readResult, runCli, runFolderIn, runProcess, startCli } from "../support/cli.ts";
import {
  expectNothingLeft,
  GEMS_LINE,
  managedCase,
  notedStates,
  processesWith,
  runSuite as run,
  serveCommand,
  until,
} from "../support/managed.ts";

describe.skipIf(process.platform !== "linux")("evidence against what a stack is called", () => {
  it("leaves a run open whose baseline ran FlagGems", async () => {
    const managed = await managedCase((port) => ({
      cuda: { start: `echo '${GEMS_LINE}' >gems.log; ${serveCommand(port)}` },
    }));
    const { code, stdout } = await run(managed);
    expect(code).toBe(4);
    expect(stdout).toMatch(/cuda is not what it is called: It is meant to be native, but FlagOS ran in it/);
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
  ])("leaves a run open: %s", async (_name, { pre, ...flagos }, reason) => {
    const managed = await managedCase((port) => ({
      flagos: { ...flagos, start: `${pre}; ${serveCommand(port, "--float32")}` },
    }));
    const { code, stdout, stderr } = await run(managed, "--start-only");
    expect(stdout, stderr).toMatch(/flagos \(candidate\): contradicted/);
    expect(stdout).toMatch(reason);
    expect(code).toBe(4);
  });

  it("warns of a switch on one side only, and of missing evidence", async () => {
    const managed = await managedCase(() => ({ cuda: { environment: { USE_FLAGGEMS: "0" } } }));
    const { code, stdout } = await run(managed);
    expect(code).toBe(0);
    expect(stdout).toMatch(/USE_FLAGGEMS is not set for flagos/);
    expect(stdout).toMatch(/No evidence that flagos ran with FlagOS/);
    expect((await run(managed, "--require-evidence")).code).toBe(4);
  });
});

describe.skipIf(process.platform !== "linux")("runs that are stopped", () => {
  it("takes a server down on Ctrl-C while it starts", async () => {
    const managed = await managedCase(() => ({ cuda: { start: "echo begun >begun; sleep 601" } }));
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
    ["the next run", ["run"], /Cleaned up cuda/],
    ["fvalidate cleanup", ["cleanup"], /Cleaned up cuda/],
  ])("has %s undo what a killed run left", async (_name, [command = ""], message) => {
    const python = "import flag_gems\nflag_gems.enable()\n";
    const managed = await managedCase((port) => ({
      cuda: {
        edits: [{ python: "model.py", gems: "native" }],
        start: serveCommand(port, "--hang"),
      },
    }));
    await writeFile(join(managed.folder, "model.py"), python);
    const child = startCli(managed.folder, ["run", "--suite", managed.suite], managed.env);
    const ended = outcomeOf(child);
    // The reports first: a look at all processes takes longer.
    await until(async () => (await readdir(managed.folder)).includes("reports"));
    await until(async () => (await processesWith(`--port\x00${managed.port}`)).length > 0);
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
      cuda: {
        edits: [{ python: "model.py", gems: "native" }],
        start: `echo '# mine' >>model.py; ${serveCommand(port)}`,
      },
    }));
    await writeFile(join(managed.folder, "model.py"), "import flag_gems\nflag_gems.enable()\n");
    // A process of its own: the next one cleans up after those that are gone.
    const { stderr } = await runProcess(
      managed.folder,
      ["run", "--suite", managed.suite, "--start-only"],
      managed.env,
    );
    expect(stderr).toMatch(
      /model\.py was changed since it was edited for the run; its former bytes are in .*model\.py\./,
    );
    expect(await readFile(join(managed.folder, "model.py"), "utf8")).toContain("# mine");
    expect(await notedStates(managed)).toHaveLength(1);
    const cleanup = await runCli(managed.folder, ["cleanup"], managed.env);
    expect(cleanup.code).toBe(3);
    expect(cleanup.stderr).toMatch(/Could not clean up cuda/);
  });

  it("tells of a torn note, and runs all the same", async () => {
    const managed = await managedCase(() => ({}));
    await mkdir(join(managed.folder, "state"));
    await writeFile(join(managed.folder, "state", "torn.json"), '{"schema":');
    const cleanup = await runCli(managed.folder, ["cleanup"], managed.env);
    expect(cleanup).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("is not a state of this version"),
    });
    expect((await run(managed, "--start-only")).code).toBe(0);
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
      cuda: { edits: [{ python: "model.py", gems: "native", noise: "capsule" }], stop: "echo stop it" },
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
