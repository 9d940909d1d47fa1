import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { capsuleFolder, writeManifest } from "../../../src/run/bench/capsule/manifest.ts";
import { settingsOf } from "../../../src/run/bench/capsule/settings.ts";
import type { BenchOptions } from "../../../src/run/bench/options.ts";
import { folderFor } from "../../../src/run/bench/resume.ts";
import { temporaryFolder } from "../../support/cli.ts";

async function optionsIn(outputPath: string, more: Partial<BenchOptions> = {}): Promise<BenchOptions> {
  const options: Partial<BenchOptions> = {
    ...{ baseline: "cuda", candidate: "flagos", tasks: [], api: "chat", concurrency: 4, repeats: 1, seed: 0 },
    ...{ baselineRepeat: false, logprobs: null, retryErrors: false, outputPath, resume: { kind: "latest" } },
    shard: null,
    ...more,
  };
  return options as BenchOptions;
}

async function frozenRun(outputPath: string, id: string, options: BenchOptions): Promise<void> {
  await writeManifest(capsuleFolder(join(outputPath, id)), {
    schema: "fvalidate.bench-capsule/1",
    sha256: "0".repeat(64),
    settings: settingsOf(options),
    tasks: [],
  });
}

async function latestIn(outputPath: string, more?: Partial<BenchOptions>): Promise<string> {
  return (await folderFor(await optionsIn(outputPath, more), new Date())).id;
}

describe("the run to go on with", () => {
  test("is one with answers, also where a later one was stopped before it had any", async () => {
    const reports = await temporaryFolder();
    await mkdir(join(reports, "bench-2026-01-03-000000-cuda-flagos"));
    expect(await latestIn(reports)).toBe("bench-2026-01-03-000000-cuda-flagos");
    for (const day of [1, 2]) {
      await frozenRun(reports, `bench-2026-01-0${day}-000000-cuda-flagos`, await optionsIn(reports));
    }
    expect(await latestIn(reports)).toBe("bench-2026-01-02-000000-cuda-flagos");
  });

  test("is of the same shard, or of none where none is asked", async () => {
    const reports = await temporaryFolder();
    const [first, second] = [
      { index: 1, count: 2 },
      { index: 2, count: 2 },
    ];
    await frozenRun(reports, "bench-2026-01-01-000000-cuda-flagos", await optionsIn(reports));
    for (const [day, shard] of [first, second].entries()) {
      const id = `bench-2026-01-0${day + 2}-000000-cuda-flagos-shard-${shard.index}-of-2`;
      await frozenRun(reports, id, await optionsIn(reports, { shard }));
    }
    expect(await latestIn(reports)).toBe("bench-2026-01-01-000000-cuda-flagos");
    expect(await latestIn(reports, { shard: first })).toMatch(/-shard-1-of-2$/);
    expect(await latestIn(reports, { shard: second })).toMatch(/-shard-2-of-2$/);
    await expect(latestIn(reports, { shard: { index: 1, count: 3 } })).rejects.toThrow("No unfinished run");
  });

  test("is found among others that are damaged, no folder or no run of these stacks", async () => {
    const reports = await temporaryFolder();
    await frozenRun(reports, "bench-2026-01-01-000000-cuda-flagos", await optionsIn(reports));
    await frozenRun(
      reports,
      "bench-2026-01-02-000000-cuda-flagos",
      await optionsIn(reports, { concurrency: 5 }),
    );
    await mkdir(join(reports, "bench-2026-01-03-000000-cuda-flagos", "capsule"), { recursive: true });
    await writeFile(
      join(reports, "bench-2026-01-03-000000-cuda-flagos", "capsule", "manifest.json"),
      '{"sch',
    );
    await writeFile(join(reports, "bench-2026-01-04-cuda-flagos"), "a file");
    await mkdir(join(reports, "bench-2026-01-05-000000-other-flagos"));
    expect(await latestIn(reports)).toBe("bench-2026-01-01-000000-cuda-flagos");
  });

  test.each(["api", "concurrency", "repeats", "baselineRepeat", "logprobs", "seed"] as const)(
    "must have been asked with the same %s",
    async (setting) => {
      const reports = await temporaryFolder();
      await frozenRun(reports, "bench-2026-01-01-000000-cuda-flagos", await optionsIn(reports));
      const other = { api: "completions", baselineRepeat: true } as const;
      const more = { [setting]: setting in other ? other[setting as keyof typeof other] : 9 };
      await expect(latestIn(reports, more)).rejects.toThrow("No unfinished run");
      const resume = { kind: "run", folder: join(reports, "bench-2026-01-01-000000-cuda-flagos") } as const;
      await expect(latestIn(reports, { ...more, resume })).rejects.toThrow(`${setting}: it was`);
    },
  );
});
