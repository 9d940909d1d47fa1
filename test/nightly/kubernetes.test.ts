import { spawn } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { type CommandOutcome, outcomeOf, runCli, temporaryFolder } from "../support/cli.ts";
import { comparableRun, runsIn } from "../support/shards.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Container {
  readonly command: string[];
  readonly args: string[];
  readonly envFrom: { configMapRef: { name: string } }[];
  readonly volumeMounts: { name: string; mountPath: string }[];
}

interface Job {
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly template: {
      spec: {
        containers: [Container];
        volumes: { name: string; persistentVolumeClaim: { claimName: string } }[];
      };
    };
  };
}

const text = await readFile(join(ROOT, "nightly/kubernetes.yaml"), "utf8");
const documents = parseAllDocuments(text).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS();
});
const named = (kind: string, name: string) =>
  documents.find((document) => document.kind === kind && document.metadata.name === name);
const settings: Record<string, string> = named("ConfigMap", "fvalidate").data;
const shards: Job = named("Job", "fvalidate-shards");
const merge: Job = named("Job", "fvalidate-merge");

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
  await writeFile(fvalidate, `#!/bin/sh\nexec ${process.execPath} ${join(ROOT, "dist/src/cli.js")} "$@"\n`);
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

test("the Indexed Job has as many completions as there are shards, on one volume with the merge", () => {
  expect(documents.map(({ kind }) => kind)).toEqual(["ConfigMap", "PersistentVolumeClaim", "Job", "Job"]);
  const { completionMode, completions, parallelism } = shards.spec;
  expect([completionMode, String(completions), String(parallelism)]).toEqual([
    "Indexed",
    settings["FVALIDATE_SHARDS"],
    settings["FVALIDATE_SHARDS"],
  ]);
  for (const { spec } of [shards, merge]) {
    const { containers, volumes } = spec.template.spec;
    expect(containers[0].envFrom[0]?.configMapRef.name).toBe("fvalidate");
    expect(volumes.map(({ name, persistentVolumeClaim: { claimName } }) => [name, claimName])).toEqual([
      ["reports", named("PersistentVolumeClaim", "fvalidate-reports").metadata.name],
    ]);
    expect(containers[0].volumeMounts).toEqual([{ name: "reports", mountPath: settings["REPORTS"] }]);
  }
});

// Processes share the cores of the machine with the tests beside this one.
const PROCESSES = { timeout: 60_000 };

test(
  "its pods' commands, each as a process at once with the merge's, give the run that was not split",
  PROCESSES,
  async () => {
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
  },
);

test("after its patience the merge takes what there is", async () => {
  const folder = await temporaryFolder();
  await runContainer(shards, folder, { JOB_COMPLETION_INDEX: "1" });
  const merged = await runContainer(merge, folder, { WAIT_SECONDS: "0" });
  expect([merged.code, merged.stdout]).toEqual([4, expect.stringContaining("The run was not finished")]);
});
