import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkout, namesIn, ROOT, runScript } from "./checkout.ts";

const nightly = async (path: string) => parse(await readFile(join(ROOT, "nightly", path), "utf8"));

describe.each(["fvalidate-nightly.yml", "fvalidate-nightly-branch.yml"])("github/%s", (file) => {
  it("has a group for each suite of a chip: of those that wait in one, GitHub keeps only the newest", async () => {
    const { group } = (await nightly(`github/${file}`)).jobs.validate.concurrency;
    expect(group).toContain("matrix.chip");
    expect(group).toContain("matrix.name");
    expect(group).toContain("github.ref");
  });

  it("names artefacts without a slash, each once, and again when jobs are run again", async () => {
    const { validate } = (await nightly(`github/${file}`)).jobs;
    const { name, overwrite } = validate.steps.at(-1).with;
    expect(overwrite).toBe(true);
    // actions/upload-artifact refuses these; a suite may be a path, so that its name is not taken for one.
    const names = validate.strategy.matrix.include.map((job: Record<string, string>) =>
      name.replace(/\$\{\{ matrix\.(\w+) \}\}/g, (_: string, key: string) => job[key] ?? "missing"),
    );
    for (const each of names) expect(each).not.toMatch(/["/\\:<>|*?$]|missing/);
    expect(new Set(names).size).toBe(names.length);
    expect(name).not.toContain("matrix.suite");
  });
});

it("no suite takes the cache of another whose name begins as its own does", async () => {
  const { steps } = (await nightly("github/fvalidate-nightly.yml")).jobs.validate;
  const settings = steps.find(({ uses }: { uses?: string }) =>
    uses?.startsWith("actions/cache/restore"),
  ).with;
  const filled = (text: string, name: string) =>
    text.replace(/\$\{\{ matrix\.chip \}\}/, "h200").replace(/\$\{\{ matrix\.name \}\}/, name);
  expect(filled(settings.key, "pi0").startsWith(filled(settings["restore-keys"], "pi0"))).toBe(true);
  expect(filled(settings.key, "pi0-embedded").startsWith(filled(settings["restore-keys"], "pi0"))).toBe(
    false,
  );
});

it("the cache's key in GitLab takes no slash of a suite's path", async () => {
  const { cache, artifacts, parallel } = (await nightly("gitlab/fvalidate-nightly.gitlab-ci.yml")).fvalidate;
  expect([cache.key, artifacts.name]).toEqual(["fvalidate-$CHIP-$NAME", "fvalidate-$CHIP-$NAME"]);
  for (const { NAME } of parallel.matrix) expect(NAME).toMatch(/^[\w.-]+$/);
});

it("a night takes away old runs, killed ones too, and nothing that is somebody else's", async () => {
  const folder = await checkout();
  const made = async (name: string, day: number) => {
    const path = join(folder, "reports", name);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, "anything"), "");
    await utimes(path, day * 86_400, day * 86_400);
  };
  await made("measurements of the spring", 1);
  await made("night-shards", 2);
  await made("pi0-2026-11-01-021700-cuda-flagos", 3);
  await made("suite-2026-11-02-021700-all", 4);
  await made("bench-2026-11-03-021700-float32-bfloat16", 5);
  // The command's own work is tested elsewhere: here it leaves no run.
  const { code } = await runScript("nightly/night.sh any", { folder, env: { KEEP: "1", FVALIDATE: "true" } });
  expect(code).toBe(0);
  expect(await namesIn(join(folder, "reports"))).toEqual([
    "bench-2026-11-03-021700-float32-bfloat16",
    "measurements of the spring",
    "night-shards",
  ]);
});
