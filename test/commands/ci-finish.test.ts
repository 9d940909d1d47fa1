import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

const PI0 = ["pi0", "--baseline", "cuda", "--candidate", "flagos", "--format", "json,junit,comment"];
const GITHUB = {
  GITHUB_ACTIONS: "true",
  GITHUB_SERVER_URL: "https://github.example",
  GITHUB_REPOSITORY: "flagos/models",
  GITHUB_RUN_ID: "7",
};

describe("under GitHub Actions", () => {
  it("a run adds to the step summary, annotates, and links to the artefacts", async () => {
    const folder = await temporaryFolder();
    const summary = join(folder, "summary.md");
    await writeFile(summary, "of another step's command\n");
    const { code, stdout, stderr } = await runCli(folder, PI0, { ...GITHUB, GITHUB_STEP_SUMMARY: summary });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^::notice title=fvalidate pi0 pi0%3A CONSISTENT::/m);
    const text = await readFile(summary, "utf8");
    expect(text).toMatch(/^of another step's command\n\n### ✅ CONSISTENT/);
    const comment = await readFile(join(folder, runFolderIn(stdout), "comment.md"), "utf8");
    expect(comment).toContain("https://github.example/flagos/models/actions/runs/7#artifacts");
  });

  it("--json stays JSON, and a failure keeps its exit code", async () => {
    const folder = await temporaryFolder();
    const { code, stdout, stderr } = await runCli(folder, [...PI0, "--max-mape", "0.5", "--json"], GITHUB);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).verdict).toBe("inconsistent");
    expect(stderr).toMatch(/^::error title=pi0%3A MAPE::/m);
  });

  it("a summary that cannot be written is a warning", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "summary.md"));
    const env = { ...GITHUB, GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    const { code, stderr } = await runCli(folder, PI0, env);
    expect(code).toBe(0);
    expect(stderr).toContain("warning: the CI server is not told: EISDIR");
  });

  it("what ends a command before there is a run is annotated too", async () => {
    const { code, stderr } = await runCli(await temporaryFolder(), ["pi0", "--baseline", "cuda"], GITHUB);
    expect(code).toBe(2);
    expect(stderr).toContain("::error title=fvalidate::--candidate is missing.%0A");
  });

  it.each([
    ["--no-ci", ["--no-ci"], {}],
    ["--ci none", ["--ci", "none"], {}],
    ["FVALIDATE_CI=none", [], { FVALIDATE_CI: "none" }],
  ] as const)("%s leaves all that out", async (_what, flags, env) => {
    const folder = await temporaryFolder();
    const summary = join(folder, "summary.md");
    const outcome = await runCli(folder, [...PI0, ...flags], {
      ...GITHUB,
      ...env,
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(outcome.code).toBe(0);
    expect(outcome.stderr).not.toContain("::");
    await expect(readFile(summary)).rejects.toThrow("ENOENT");
  });
});

describe("junit.xml of a run that drifted or is allowed to be inconclusive", () => {
  it("tells of the drift, in the run and rendered again", async () => {
    const folder = await temporaryFolder();
    const { code, stdout } = await runCli(folder, [...PI0, "--against", "blessed"]);
    expect(code).toBe(4);
    const run = runFolderIn(stdout);
    const written = await readFile(join(folder, run, "junit.xml"), "utf8");
    expect(written).toMatch(/<testcase name="drift"[^>]*>\s*<failure type="inconclusive"/);
    const again = await runCli(folder, ["report", run, "--format", "junit"]);
    expect(again.stdout).toBe(written);
    const allowed = await runCli(folder, ["report", run, "--format", "junit", "--allow-inconclusive"]);
    expect(allowed.stdout).toMatch(/<testcase name="drift"[^>]*>\s*<skipped type="inconclusive"/);
  });
});
