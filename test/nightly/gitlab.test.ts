import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { parse } from "yaml";
import { casesOf, parseXml } from "../report/junit/parse.ts";
import { checkout, namesIn, ROOT, runScript } from "./checkout.ts";

// Nights are many processes, one after the other.
vi.setConfig({ testTimeout: 120_000 });

interface GitlabJob {
  readonly parallel: { readonly matrix: readonly Readonly<Record<string, string>>[] };
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly cache: { readonly key: string; readonly paths: readonly string[]; readonly when: string };
  readonly artifacts: {
    readonly when: string;
    readonly paths: readonly string[];
    readonly reports: { junit: string };
  };
  readonly allow_failure: { readonly exit_codes: readonly number[] };
  readonly retry: { readonly exit_codes: readonly number[] };
}

const PATH = join(ROOT, "nightly/gitlab/fvalidate-nightly.gitlab-ci.yml");
const job: GitlabJob = parse(await readFile(PATH, "utf8")).fvalidate;

/** As a shell runner calls a job: all lines in one bash, which stops at the first that fails. */
function runJob(folder: string, env: Readonly<Record<string, string>>) {
  const lines = [...job.before_script, ...job.script].filter((line) => !line.startsWith("npm ci"));
  return runScript(lines.join("\n"), {
    folder,
    env: { GITLAB_CI: "true", CI_JOB_URL: "https://gitlab.example/a/-/jobs/7", CI_PIPELINE_ID: "7", ...env },
    shell: ["bash", "-eo", "pipefail"],
  });
}

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
  expect(job.cache).toMatchObject({ paths: ["reports/"], when: "always" });
  await runScript("rm -r night", { folder });
  const next = await runJob(folder, first!);
  expect(next).toMatchObject({ code: 0 });
  expect(next.stdout).toContain("NO DRIFT");
  const [run, ...others] = await namesIn(join(folder, "night"));
  expect(others).toEqual([]);
  expect(job.artifacts).toMatchObject({
    when: "always",
    paths: ["night/"],
    reports: { junit: "night/*/junit.xml" },
  });
  expect(
    casesOf(parseXml(await readFile(join(folder, "night", run!, "junit.xml"), "utf8"))).length,
  ).toBeGreaterThan(5);
  const comment = await readFile(join(folder, "night", run!, "comment.md"), "utf8");
  expect(comment).toContain("[artefacts](https://gitlab.example/a/-/jobs/7/artifacts/browse)");
});

it("ends with fvalidate's own exit code, which GitLab takes as a warning, a retry or a failure", async () => {
  const folder = await checkout();
  const flags = "--baseline cuda --candidate fault-num-steps-9";
  expect((await runJob(folder, { CHIP: "h200", SUITE: "pi0", FLAGS: flags })).code).toBe(1);
  expect(await namesIn(join(folder, "night"))).toHaveLength(1);
  expect(job.allow_failure.exit_codes).toEqual([4]);
  expect(job.retry.exit_codes).toEqual([3]);
});
