import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseRun } from "../../src/run/view/choose-run.ts";
import { addRun, ask } from "../run/view/served.ts";
import { runCli, startCli, temporaryFolder } from "../support/cli.ts";

/** A folder with a reports folder of two runs. */
async function place(): Promise<string> {
  const folder = await temporaryFolder();
  await addRun(join(folder, "reports"), "pi0-h200");
  await addRun(join(folder, "reports"), "bench-ernie");
  return folder;
}

/** Starts the viewer and waits for the address that it prints. */
async function started(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = startCli(folder, ["view", ...args], env);
  const output = { stdout: "", stderr: "" };
  child.stderr?.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      output.stdout += chunk;
      if (output.stdout.endsWith("\n")) resolve(output.stdout.trim());
    });
    ended.then((code) => reject(new Error(`view ended with ${code}: ${output.stderr}`)));
  });
  return { child, output, address, ended };
}

describe("fvalidate view", () => {
  // Every process takes most of a second: each ends a test with another signal and names a run in another way.
  it.each([
    ["all runs", [], "SIGINT", "/"],
    ["a run that is named by its id", ["pi0-h200"], "SIGTERM", "/runs/pi0-h200"],
    ["a run that is named by its run.json", ["reports/pi0-h200/run.json"], "SIGINT", "/runs/pi0-h200"],
  ] as const)(
    "shows %s, prints its address and nothing else, and ends with 0",
    async (...[, args, signal, path]) => {
      const { child, output, address, ended } = await started(await place(), args);
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
      const { origin, pathname } = new URL(address);
      expect(pathname).toBe(path);
      expect((await ask(origin, "/")).body).toContain("bench-ernie");
      child.kill(signal);
      expect(await ended).toBe(0);
      expect(output.stdout.trim()).toBe(address);
    },
  );

  it("takes a run's folder for the run that it is", async () => {
    const folder = await place();
    const { reports, run } = await chooseRun(join(folder, "reports"), join(folder, "reports", "pi0-h200"));
    expect([basename(reports.path), run]).toEqual(["reports", "pi0-h200"]);
  });

  it("shows a run from elsewhere alone, and hands its address to the system's opener", async () => {
    const folder = await place();
    const other = await temporaryFolder();
    await addRun(other, "bench-ernie", "copied");
    await addRun(other, "bench-failed", "beside-it");
    const opener = join(folder, "xdg-open");
    await writeFile(opener, `#!/bin/sh\necho "$1" > "${folder}/opened"\n`);
    await chmod(opener, 0o755);
    const { child, address, ended } = await started(folder, [join(other, "copied"), "--open"], {
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
    });
    const { origin } = new URL(address);
    const list = (await ask(origin, "/")).body;
    expect(list).toContain("copied");
    expect(list).not.toContain("beside-it");
    await expect.poll(() => readFile(join(folder, "opened"), "utf8").catch(() => "")).toBe(`${address}\n`);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("goes on where there is no opener, and says so", async () => {
    const { child, output, ended } = await started(await place(), ["--open"], { PATH: "/nowhere" });
    await expect.poll(() => output.stderr).toContain("could not be opened");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("says that a port is taken: exit code 2", async () => {
    const folder = await place();
    const { child, address, ended } = await started(folder, []);
    const { code, stderr } = await runCli(folder, ["view", "--port", new URL(address).port]);
    expect(stderr).toContain("the port is taken");
    expect(code).toBe(2);
    child.kill("SIGTERM");
    await ended;
  });

  it.each([
    ["no reports folder", ["view"], "Cannot read the reports folder reports: it is not there"],
    ["a file for it", ["view", "--reports", "file"], "it is not a folder"],
    ["no such run", ["view", "nowhere"], "There is no run nowhere"],
    ["a port that is none", ["view", "--port", "70000"], "--port takes a number from 0 to 65535"],
    ["half a port", ["view", "--port", "0.5", "--reports", "."], "whole number"],
  ])("%s: exit code 2", async (_name, args, message) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "empty"));
    await writeFile(join(folder, "file"), "");
    const { code, stderr } = await runCli(folder, args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
