import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

const PI0 = ["pi0", "--baseline", "cuda", "--candidate", "flagos", "--no-history"];

describe("report.html of a run", () => {
  let folder = "";
  let run = "";
  let page = "";
  beforeAll(async () => {
    folder = await temporaryFolder();
    const { code, stdout } = await runCli(folder, [...PI0, "--format", "html"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\/report\.html\n$/);
    run = join(folder, runFolderIn(stdout));
    page = await readFile(join(run, "report.html"), "utf8");
  });

  it("is written beside run.json, which is always written, and nothing else is", async () => {
    const written = (await readdir(run)).filter((name) => /^(report|run|junit|comment)\b/.test(name));
    expect(written.sort()).toEqual(["report.html", "run.json"]);
  });

  it("has the curves of all 32 dimensions", () => {
    expect(
      [...page.matchAll(/data-dimension="(\d+)"/g)].map(([, d]) => Number(d)).sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 32 }, (_, dimension) => dimension));
  });

  it("is the same when it is rendered again from a copy of the folder elsewhere", async () => {
    const copy = join(await temporaryFolder(), "copied");
    await cp(run, copy, { recursive: true });
    await rm(join(copy, "report.html"));
    expect((await runCli(folder, ["report", copy, "--format", "html", "--write"])).code).toBe(0);
    expect(await readFile(join(copy, "report.html"), "utf8")).toBe(page);
    const printed = await runCli(await temporaryFolder(), ["report", copy, "--format", "html"]);
    expect(printed.stdout).toBe(page);
  });

  it("says what is missing where only run.json was copied, and shows the rest", async () => {
    const copy = await temporaryFolder();
    await cp(join(run, "run.json"), join(copy, "run.json"));
    const { stdout } = await runCli(folder, ["report", join(copy, "run.json"), "--format", "html"]);
    expect(stdout).toContain("tensors/baseline.npy is not there");
    expect(stdout).not.toContain('id="curves"');
    expect(stdout).toContain('id="gates"');
  });

  it("says what cannot be read, and shows the rest", async () => {
    const copy = await temporaryFolder();
    await cp(run, copy, { recursive: true });
    await writeFile(join(copy, "tensors", "candidate.npy"), "torn");
    const { code, stdout } = await runCli(folder, ["report", copy, "--format", "html"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Cannot read tensors/candidate.npy");
  });
});

describe("--format of a run", () => {
  it("is refused before anything is run where a name is not known", async () => {
    const folder = await temporaryFolder();
    const { code, stderr } = await runCli(folder, [...PI0, "--format", "md,pdf"]);
    expect(code).toBe(2);
    expect(stderr).toContain('no report format "pdf"');
    expect(await readdir(folder)).toEqual([]);
  });

  it("comes from the environment where it is not typed", async () => {
    const folder = await temporaryFolder();
    const { stdout } = await runCli(folder, PI0, { FVALIDATE_FORMAT: "csv" });
    const names = await readdir(join(folder, runFolderIn(stdout)));
    expect(names).toContain("report.csv");
    expect(names).not.toContain("report.md");
  });

  it("is no concern of the report command, which prints one format", async () => {
    const folder = await temporaryFolder();
    const made = await runCli(folder, PI0, { FVALIDATE_FORMAT: "json" });
    const printed = await runCli(folder, ["report", runFolderIn(made.stdout)], {
      FVALIDATE_FORMAT: "json,csv",
    });
    expect(printed.code).toBe(0);
    expect(printed.stdout).toContain("## Verdict");
  });
});
