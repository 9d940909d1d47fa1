import { appendFile, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runResultSchema } from "../../src/contracts/run-result.ts";
import { runCli, runFolderIn, runProcess, temporaryFolder } from "../support/cli.ts";

const REPLAY = ["pi0", "--baseline", "cuda", "--candidate", "flagos", "--no-history"];

describe("fvalidate history", () => {
  let folder = "";
  let [first, second] = ["", ""];
  const history = (...args: string[]) => runCli(folder, ["history", ...args]);

  beforeAll(async () => {
    folder = await temporaryFolder();
    first = runFolderIn((await runCli(folder, REPLAY)).stdout);
    second = runFolderIn((await runCli(folder, REPLAY)).stdout);
  });

  test("without any run says how to begin", async () => {
    const empty = await temporaryFolder();
    const { code, stdout, stderr } = await runCli(empty, ["history"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("No run has been recorded in reports/history.jsonl yet.");
    expect(stdout).toContain("fvalidate history add");
    expect(await readdir(empty)).toEqual([]);
  });

  test("takes finished runs once, and shows their trend", async () => {
    const added = await history("add", first, join(second, "run.json"));
    expect(added.code).toBe(0);
    expect(added.stdout.match(/^added \S+ to reports\/history\.jsonl$/gm)).toHaveLength(2);
    const again = await history("add", first);
    expect(again.stdout).toMatch(/is in reports\/history\.jsonl already/);
    expect((await readFile(join(folder, "reports", "history.jsonl"), "utf8")).split("\n")).toHaveLength(3);

    const { code, stdout } = await history();
    expect(code).toBe(0);
    expect(stdout).toContain("pi0 · suite pi0 · cuda → flagos · 2 runs");
    expect(stdout).toMatch(/MAPE, % +▄▄\n {4}last 0\.8899 .*limit ≤ 5/);
    expect(stdout).toMatch(/error, × rounding floor +▄▄\n {4}last 1\.154 .*limit ≤ 1\.5/);
  });

  test("shows single figures, all of them, other locales, or JSON", async () => {
    await history("add", first, second);
    const one = await history("show", "--metric", "mapePercent,nothing");
    expect(one.stdout).toContain("MAPE, %");
    expect(one.stdout).not.toContain("WAPE");
    expect((await history("--metric", "nothing")).stdout).toContain("no figure of that name");
    expect((await history("--all")).stdout).toContain("perturbation floor (WAPE), %");
    expect((await runCli(folder, ["history"], { LC_ALL: "POSIX" })).stdout).toMatch(/MAPE, % +==\n/);
    const [series] = JSON.parse((await history("--json", "--metric", "mapePercent")).stdout);
    expect(series).toMatchObject({
      kind: "pi0",
      runs: 2,
      metrics: [{ key: "mapePercent", changePoints: [] }],
    });
  });

  test("makes a run the reference, gates on it, and takes that back", async () => {
    await history("add", first, second);
    const without = await history("drift", second);
    expect(without.code).toBe(4);
    expect(without.stdout).toContain("no run of this series is blessed in reports/history.jsonl");
    expect((await history("drift", second, "--allow-inconclusive")).code).toBe(0);

    const blessed = await history("bless", first, "--note", "release 1.2");
    expect(blessed).toMatchObject({ code: 0, stderr: "" });
    expect((await history()).stdout).toMatch(/ {2}blessed {2}.*\n.*“release 1\.2”/);
    const drift = await history("drift", second);
    expect(drift.code).toBe(0);
    expect(drift.stdout).toContain("NO DRIFT");
    expect(drift.stdout).toContain("blessed “release 1.2”");
    expect(drift.stdout).toContain("WAPE: the same figure");
    const json = JSON.parse((await history("drift", second, "--json")).stdout);
    expect(json).toMatchObject({ schema: "fvalidate.drift/1", verdict: "consistent" });

    expect((await history("unbless", first)).code).toBe(0);
    expect((await history("unbless", first)).code).toBe(2);
    expect((await history("drift", second)).code).toBe(4);
    expect((await history("drift", second, "--against", "last")).code).toBe(0);
    expect((await history("drift", first, "--against", "last")).stdout).toContain("no earlier complete run");
  });

  test("fails a run that drifted", async () => {
    const run = runResultSchema.parse(JSON.parse(await readFile(join(folder, first, "run.json"), "utf8")));
    if (run.metrics === null) throw new Error(run.metricsReason);
    const moved = {
      ...run,
      id: "moved",
      createdAt: new Date(Date.parse(run.createdAt) + 86_400_000).toISOString(),
      metrics: { ...run.metrics, wapePercent: 0.6 },
      intervals: { ...run.intervals, wapePercent: [0.59, 0.61] },
    };
    await writeFile(join(folder, "moved.json"), JSON.stringify(moved));
    const { code, stdout } = await history("drift", "moved.json", "--against", first);
    expect(code).toBe(1);
    expect(stdout).toMatch(/DRIFT {4}moved beyond its limit since/);
    expect(stdout).toMatch(/WAPE: \+0\.4279 % .*: more than chance, and beyond ±0\.2236/);
  });

  test("names the lines that it cannot read on standard error", async () => {
    const other = await temporaryFolder();
    await runCli(folder, ["history", "add", first, "--history", other]);
    const file = join(other, "history.jsonl");
    await appendFile(file, '{"schema":"fvalidate.history/2","type":"run"}\n{"schema":"fvalidate.hist');
    const { code, stdout, stderr } = await runCli(folder, ["history", "--history", file]);
    expect(code).toBe(0);
    expect(stdout).toContain("1 run");
    expect(stderr).toMatch(/history\.jsonl:3 is being written, or was cut/);
    expect(stderr).toMatch(/1 line of .* has the schema "fvalidate\.history\/2"/);
    // The variable names the place too.
    const named = await runCli(folder, ["history"], { FVALIDATE_HISTORY: other });
    expect(named.stdout).toBe(stdout);
  });

  test("works where the runs were moved away", async () => {
    const other = await temporaryFolder();
    const { stdout } = await runCli(other, REPLAY);
    const run = runFolderIn(stdout);
    await runCli(other, ["history", "bless", run]);
    await rename(join(other, run), join(other, "elsewhere"));
    expect((await runCli(other, ["history"])).stdout).toContain("1 run");
    const id = run.split("/").at(-1) ?? "";
    const drift = await runCli(folder, [
      "history",
      "drift",
      second,
      "--against",
      id,
      "--history",
      join(other, "reports"),
    ]);
    expect(drift.code).toBe(0);
    expect(drift.stdout).toContain(`the folder of ${id} (${id}) is not there`);
  });

  test.each([
    ["an unknown action", ["praise"], /--action takes show, bless, unbless, add, drift/],
    ["show with a run", ["show", "x"], /show takes no runs/],
    ["bless without a run", ["bless"], /bless takes one run/],
    ["bless with two", ["bless", "a", "b"], /bless takes one run/],
    ["add without a run", ["add"], /takes finished runs/],
    ["a run that is not there", ["bless", "nowhere"], /nowhere is no run in .*, and no run's folder/],
    ["a suite that is not there", ["show", "--suite", "none"], /holds no run of the suite none/],
    ["too many runs", ["show", "--last", "100000"], /--last takes a number from 1 to 200/],
    ["a history that is no file", ["--history", "/dev/null/x"], /Cannot read the history/],
  ])("refuses %s", async (_what, args, message) => {
    await history("add", first);
    const { code, stderr } = await history(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("blesses no run that was stopped", async () => {
    const run = JSON.parse(await readFile(join(folder, first, "run.json"), "utf8"));
    await writeFile(
      join(folder, "stopped.json"),
      JSON.stringify({ ...run, id: "stopped", status: "interrupted" }),
    );
    const { code, stderr } = await history("bless", "stopped.json");
    expect(code).toBe(2);
    expect(stderr).toContain("stopped is no whole run (interrupted)");
  });

  test("takes the runs of two nights that end at once", async () => {
    const other = await temporaryFolder();
    const add = (run: string) => runProcess(folder, ["history", "add", run, "--history", other]);
    const outcomes = await Promise.all([first, second, first, second].map(add));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect((await runCli(folder, ["history", "--history", other])).stdout).toContain("2 runs");
  });
});
