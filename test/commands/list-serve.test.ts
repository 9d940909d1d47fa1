import { beforeAll, describe, expect, it } from "vitest";
import { FIGURES } from "../../src/compare/metrics/index.ts";
import { runCli, runProcess, type ServedStack, serve, temporaryFolder } from "../support/cli.ts";

describe("fvalidate list", () => {
  it.each([
    ["suites", "pi0-embedded"],
    ["stacks", "fault-last-key-dropped"],
    ["metrics", "wapePercent"],
    ["gates", "goldenRatio"],
    ["harnesses", "lm-evaluation-harness"],
    ["policies", "floor"],
    ["profiles", "openpi-websocket"],
    ["reporters", "csv"],
  ])("%s", async (what, expected) => {
    const { code, stdout } = await runCli(await temporaryFolder(), ["list", what]);
    expect(stdout).toContain(expected);
    expect(code).toBe(0);
  });

  it("metrics lists every figure, also as JSON", async () => {
    const { stdout } = await runCli(await temporaryFolder(), ["list", "metrics", "--json"]);
    const names = JSON.parse(stdout).map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(FIGURES.map(({ key }) => key)));
  });

  it("says what can be listed", async () => {
    const { code, stderr } = await runCli(await temporaryFolder(), ["list", "dragons"]);
    expect(stderr).toContain("suites");
    expect(code).toBe(2);
  });

  it("is not disturbed by a variable that another command reads", async () => {
    const { code } = await runCli(await temporaryFolder(), ["list", "suites"], { FVALIDATE_POLICY: "card" });
    expect(code).toBe(0);
  });
});

describe("fvalidate serve", () => {
  let server: ServedStack;
  beforeAll(async () => {
    server = await serve(await temporaryFolder(), "--stack", "tfjs-wasm");
    return () => server[Symbol.asyncDispose]();
  });

  it.each([
    ["a port that is taken", ["--stack", "tfjs-wasm"], "the port is taken"],
    ["an unknown failure", ["--stack", "tfjs-wasm", "--fail", "explode"], "--fail takes MODE"],
    ["a recording", ["--suite", "pi0", "--stack", "cuda"], "only embedded stacks can be served"],
    ["no stack", [], "--stack is missing"],
  ])("%s: exit code 2", async (_name, args, message) => {
    const folder = await temporaryFolder();
    const { code, stderr } = await runCli(folder, ["serve", "--port", new URL(server.url).port, ...args]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it("stops with exit code 0 when asked to", async () => {
    await server[Symbol.asyncDispose]();
    expect(server.child.exitCode).toBe(0);
  });
});

describe("the command line itself", () => {
  it("prints its version", async () => {
    expect((await runProcess(await temporaryFolder(), ["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("prints its help and exits with 0", async () => {
    const { code, stdout } = await runProcess(await temporaryFolder(), ["--help"]);
    for (const command of ["pi0", "report", "serve", "list", "doctor"]) expect(stdout).toContain(command);
    expect(code).toBe(0);
  });

  it.each(["--help", "help"])("explains a command's flags with %s", async (word) => {
    const { code, stdout } = await runProcess(await temporaryFolder(), ["latency", word]);
    expect(stdout).toMatch(/--warmup +\S.*\[number\]/);
    expect(code).toBe(0);
  });

  it("names the nearest command for one that does not exist", async () => {
    const { code, stderr } = await runCli(await temporaryFolder(), ["pi1"]);
    expect(stderr).toMatch(/pi0|pi1/);
    expect(code).toBe(2);
  });

  it("prints a stack trace with --debug only", async () => {
    const folder = await temporaryFolder();
    expect((await runCli(folder, ["report", "nowhere", "--debug"])).stderr).toMatch(/\n {4}at /);
    expect((await runCli(folder, ["report", "nowhere"])).stderr).not.toMatch(/\n {4}at /);
  });
});
