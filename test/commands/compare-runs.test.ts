import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli, temporaryFolder } from "../support/cli.ts";

const FIXTURE = new URL("../../fixtures/runs/pi0-h200.json", import.meta.url);

it("says how two runs of pi0 are compared", async () => {
  const folder = await temporaryFolder();
  for (const run of ["first", "second"]) {
    await mkdir(join(folder, run));
    await copyFile(FIXTURE, join(folder, run, "run.json"));
  }
  for (const sides of [
    ["first", "second"],
    ["first/run.json", "second"],
  ]) {
    const { code, stderr } = await runCli(folder, ["compare", ...sides]);
    expect(code).toBe(2);
    expect(stderr).toContain(`fvalidate history drift second --against ${sides[0]}`);
    expect(stderr).toContain("fvalidate compare first/tensors/candidate.npy second/tensors/candidate.npy");
  }
});

it("leaves folders alone that only look like it", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "first"));
  const run = JSON.parse(await readFile(FIXTURE, "utf8"));
  await writeFile(join(folder, "first", "run.json"), JSON.stringify({ ...run, schema: "other/1" }));
  const { code, stderr } = await runCli(folder, ["compare", "first", "first"]);
  expect(code).toBe(2);
  expect(stderr).not.toContain("runs of pi0");
});
