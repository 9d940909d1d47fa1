import { spawn } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type CommandOutcome, outcomeOf, runCli, temporaryFolder } from "../support/cli.ts";
import { comparableRun, runsIn } from "../support/shards.ts";
import { FVALIDATE } from "./checkout.ts";
import { type Job, merge, settings, shards } from "./kubernetes-jobs.ts";
import { describeWith } from "./programs.ts";

/** Runs a container's command as its pod would: the ConfigMap's variables, and those that Kubernetes sets. */
async function runContainer(
  { spec }: Job,
  folder: string,
  variables: Record<string, string>,
): Promise<CommandOutcome> {
  const [{ command, args }] = spec.template.spec.containers;
  const [program = "", ...words] = [...command, ...args];
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  const fvalidate = join(bin, "fvalidate");
  await writeFile(fvalidate, `#!/bin/sh\nexec ${FVALIDATE} "$@"\n`);
  await chmod(fvalidate, 0o755);
  const environment = {
    ...settings,
    SUITE: "bench-recorded",
    REPORTS: join(folder, "reports"),
    POLL_SECONDS: "2",
  };
  const PATH = `${bin}:${process.env["PATH"]}`;
  const env = { PATH, NO_COLOR: "1", FVALIDATE_FORMAT: "md", ...environment, ...variables };
  // No pipe on standard input, as in a pod: bash would take it for a network's and read its start-up files.
  return outcomeOf(spawn(program, words, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] }));
}

(await describeWith("bash"))("the jobs for Kubernetes", () => {
  test("its pods' commands, each as a process at once with the merge's, give the run that was not split", async () => {
    const folder = await temporaryFolder();
    const merging = runContainer(merge, folder, {});
    const indices = [...Array(shards.spec.completions).keys()].map(String);
    const pods = await Promise.all(
      indices.map((index) => runContainer(shards, folder, { JOB_COMPLETION_INDEX: index })),
    );
    expect(pods.map(({ code, stderr }) => [code, stderr])).toEqual(pods.map(() => [0, ""]));
    const merged = await merging;
    expect([merged.code, merged.stdout]).toEqual([0, expect.stringContaining("CONSISTENT")]);
    await runCli(folder, ["bench", "--suite", "bench-recorded", "--output-path", "whole"]);
    const [whole = ""] = await runsIn(join(folder, "whole"));
    const [run = ""] = await runsIn(join(folder, "reports"), /^bench/);
    const [expected, found] = [await comparableRun(whole), await comparableRun(run)];
    // The merged run was asked by `run`, which names the arms of the suite itself.
    const command = [
      "bench",
      "--suite",
      "bench-recorded",
      "--baseline",
      "float32",
      "--candidate",
      "bfloat16",
    ];
    expect(found).toEqual({ ...expected, command });
    // A pod that is restarted goes on in its folder.
    const again = await runContainer(shards, folder, { JOB_COMPLETION_INDEX: "2" });
    expect(again.code).toBe(0);
    expect(await runsIn(join(folder, "reports", settings["RUN"] ?? ""))).toHaveLength(4);
  });

  test("after its patience the merge takes what there is", async () => {
    const folder = await temporaryFolder();
    await runContainer(shards, folder, { JOB_COMPLETION_INDEX: "1" });
    const merged = await runContainer(merge, folder, { WAIT_SECONDS: "0" });
    expect([merged.code, merged.stdout]).toEqual([4, expect.stringContaining("The run was not finished")]);
  });
});
