import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { casesOf, parseXml } from "../report/junit/parse.ts";
import { checkout, namesIn, runScript } from "./checkout.ts";
import { job } from "./gitlab-job.ts";
import { describeWith } from "./programs.ts";

/** As a shell runner calls a job: all lines in one bash, which stops at the first that fails. */
function runJob(folder: string, env: Readonly<Record<string, string>>) {
  const lines = [...job.before_script, ...job.script].filter((line) => !line.startsWith("npm ci"));
  return runScript(lines.join("\n"), {
    folder,
    env: { GITLAB_CI: "true", CI_JOB_URL: "https://gitlab.example/a/-/jobs/7", CI_PIPELINE_ID: "7", ...env },
    shell: ["bash", "-eo", "pipefail"],
  });
}

(await describeWith("bash"))("the job for GitLab", () => {
  it("asks one chip night after night, and says what has not moved", async () => {
    const folder = await checkout();
    const [first] = job.parallel.matrix;
    const night = await runJob(folder, { ...first, BLESS: "1" });
    expect(night.code).toBe(4);
    const sections = night.stdout.replaceAll("\u001b[0K", "<K>").replace(/:\d+:/g, ":T:");
    expect(sections).toContain("<K>section_start:T:install[collapsed=true]\r<K>Install fvalidate\n");
    expect(sections).toContain("<K>section_end:T:install\r<K>\n");
    expect(night.stdout).toContain("is the reference of");
    // The next pipeline begins with the cache alone.
    await runScript("rm -r night", { folder });
    const next = await runJob(folder, first!);
    expect(next).toMatchObject({ code: 0 });
    expect(next.stdout).toContain("NO DRIFT");
    const [run, ...others] = await namesIn(join(folder, "night"));
    expect(others).toEqual([]);
    expect(
      casesOf(parseXml(await readFile(join(folder, "night", run!, "junit.xml"), "utf8"))).length,
    ).toBeGreaterThan(5);
    const comment = await readFile(join(folder, "night", run!, "comment.md"), "utf8");
    expect(comment).toContain("[artefacts](https://gitlab.example/a/-/jobs/7/artifacts/browse)");
  });

  it("ends with fvalidate's own exit code", async () => {
    const folder = await checkout();
    const flags = "--baseline cuda --candidate fault-num-steps-9";
    expect((await runJob(folder, { CHIP: "h200", SUITE: "pi0", FLAGS: flags })).code).toBe(1);
    expect(await namesIn(join(folder, "night"))).toHaveLength(1);
  });
});
