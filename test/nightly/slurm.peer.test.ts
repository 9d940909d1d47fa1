import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, copyFile, cp, mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type CommandOutcome, outcomeOf, runCli, temporaryFolder } from "../support/cli.ts";
import { comparableRun, runsIn } from "../support/shards.ts";
import { describeWith } from "./programs.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = join(ROOT, "nightly/slurm.sh");
const BENCH = ["bench", "--suite", "bench-recorded"];

interface Cluster {
  readonly folder: string;
  /** Submits, and waits until the merge has ended. */
  submit(args: readonly string[], env?: Record<string, string>): Promise<CommandOutcome & { merge: string }>;
}

/** A folder with a stand-in for sbatch, which starts real processes: no Slurm is here. */
async function cluster(): Promise<Cluster> {
  const folder = await temporaryFolder();
  const bin = join(folder, "bin");
  const jobs = join(folder, "jobs");
  await mkdir(bin);
  await mkdir(jobs);
  await copyFile(join(ROOT, "test/nightly/fake-sbatch.sh"), join(bin, "sbatch"));
  await chmod(join(bin, "sbatch"), 0o755);
  return {
    folder,
    async submit(args, env = {}) {
      const child = spawn("bash", [SCRIPT, ...args], {
        cwd: folder,
        env: {
          ...process.env,
          PATH: `${bin}:${process.env["PATH"]}`,
          FAKE_SLURM: jobs,
          FVALIDATE: `${process.execPath} ${join(ROOT, "dist/src/cli.js")}`,
          NO_COLOR: "1",
          ...env,
        },
      });
      const outcome = await outcomeOf(child);
      const merge = join(jobs, /merge (\d+)/.exec(outcome.stdout)?.[1] ?? "");
      while (outcome.code === 0 && !existsSync(join(merge, "job.code"))) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return { ...outcome, merge };
    },
  };
}

(await describeWith("bash"))(
  "nightly/slurm.sh, with a stand-in for sbatch that starts the tasks as processes",
  () => {
    test("asks all shards and merges them into the run that was not split", async () => {
      const { folder, submit } = await cluster();
      const flags = { SHARD_SBATCH: "--partition=gpu --gres=gpu:8", MERGE_SBATCH: "--partition=cpu" };
      const { code, stdout, merge } = await submit(["3", ...BENCH], {
        ...flags,
        RUN: "reports/shards-night",
      });
      expect([code, stdout]).toEqual([0, "array 1000, merge 1001: reports/shards-night/merge.log\n"]);
      expect(await readFile(join(folder, "jobs/1000/flags"), "utf8")).toBe("--partition=gpu --gres=gpu:8\n");
      expect(await readFile(join(folder, "jobs/1001/flags"), "utf8")).toBe("--partition=cpu\n");
      expect(await readFile(join(merge, "job.code"), "utf8")).toBe("0\n");
      expect(await readFile(join(folder, "reports/shards-night/shard-2.log"), "utf8")).toContain(
        "shard 2 of 3",
      );
      expect(await readFile(join(folder, "reports/shards-night/merge.log"), "utf8")).toContain("CONSISTENT");
      await runCli(folder, [...BENCH, "--output-path", "whole"]);
      const [whole = ""] = await runsIn(join(folder, "whole"));
      const [merged = ""] = await runsIn(join(folder, "reports"), /^bench/);
      expect(await comparableRun(merged)).toEqual(await comparableRun(whole));
    });

    test("with a shard that was killed: the merge says so, and ONLY goes on with it", async () => {
      const { folder, submit } = await cluster();
      const RUN = "reports/shards-night";
      await submit(["2", ...BENCH], { RUN });
      // As a kill leaves it: answers without a result.
      const [shard = ""] = await runsIn(join(folder, RUN), /shard-2-of-2/);
      await rename(join(shard, "run.json"), join(folder, "run.json"));
      await cp(join(folder, RUN), join(folder, "kept"), { recursive: true });
      const outcome = await runCli(folder, ["merge", RUN]);
      expect([outcome.code, outcome.stderr]).toEqual([3, expect.stringContaining("--shard 2/2 --resume")]);
      const { merge } = await submit(["2", ...BENCH], { RUN, ONLY: "2" });
      expect(await readFile(join(merge, "job.code"), "utf8")).toBe("0\n");
      // In its folder, not in a new one.
      expect(await runsIn(join(folder, RUN))).toHaveLength(2);
      expect(existsSync(join(shard, "run.json"))).toBe(true);
    });

    test("without a number of shards says how it is used", () => {
      const { status, stderr } = spawnSync("bash", [SCRIPT, "bench"], { encoding: "utf8" });
      expect([status, stderr]).toEqual([2, expect.stringContaining("usage: nightly/slurm.sh SHARDS")]);
    });

    test("is bash", () => {
      expect(execFileSync("bash", ["-n", SCRIPT], { encoding: "utf8" })).toBe("");
    });
  },
);

const hasShellcheck = spawnSync("shellcheck", ["--version"]).status === 0;

test.skipIf(!hasShellcheck)("shellcheck finds nothing in it (skipped where there is no shellcheck)", () => {
  const { status, stdout } = spawnSync("shellcheck", [SCRIPT], { encoding: "utf8" });
  expect([status, stdout]).toEqual([0, ""]);
});
