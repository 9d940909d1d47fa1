import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { actions, writeRecording } from "../support/recordings.ts";
import { checkout, namesIn, runScript } from "./checkout.ts";
import { describeWith } from "./programs.ts";

const describeNights = await describeWith("bash", "git");

const OBSERVATIONS = 8;
const shape = [OBSERVATIONS, 4, 3] as const;
const native = (position: number) => Math.sin(position + 1);
/** As a rounding error is: small, and another one for each element. */
const rounding = (position: number, size: number) =>
  native(position) * (1 + size * Math.cos(77 * position * position));

/** A suite of two recordings, whose candidate errs by so much. */
async function suiteWith(folder: string, size: number): Promise<string> {
  await rm(join(folder, "recording"), { recursive: true, force: true });
  return writeRecording(
    folder,
    { native: actions(shape, native), flagos: actions(shape, (position) => rounding(position, size)) },
    OBSERVATIONS,
  );
}

const FLAGS = "--baseline native --candidate flagos --policy card";

describeNights("consecutive nights", () => {
  let folder = "";
  const night = (env: Record<string, string> = {}) =>
    runScript(`nightly/night.sh suite.yaml ${FLAGS}`, { folder, env });
  const runs = async () =>
    (await namesIn(join(folder, "reports"))).filter((name) => name !== "history.jsonl");

  beforeAll(async () => {
    folder = await checkout();
    await suiteWith(folder, 1e-4);
  });

  it("the first is inconclusive, since there is no reference, and says what to do", async () => {
    const { code, stdout } = await night();
    expect(code).toBe(4);
    expect(stdout).toContain("bless one with fvalidate history bless RUN");
    const [run, ...others] = await namesIn(join(folder, "night"));
    expect(others).toEqual([]);
    expect(await namesIn(join(folder, "night", run!))).toEqual(
      expect.arrayContaining(["comment.md", "drift.json", "junit.xml", "run.json"]),
    );
    expect(await runs()).toEqual([run]);
  });

  it("is made the reference, and the same again has not moved", async () => {
    expect((await runScript('nightly/bless.sh "release 1.2"', { folder })).code).toBe(0);
    const { code, stdout } = await night();
    expect(stdout).toContain("NO DRIFT");
    expect(code).toBe(0);
  });

  it("what moved beyond its limit fails the night, though every gate passes", async () => {
    await suiteWith(folder, 3e-2);
    const { code, stdout } = await night();
    expect(stdout).toMatch(/^ {2}CONSISTENT/m);
    expect(stdout).toMatch(/^ {2}DRIFT /m);
    expect(code).toBe(1);
    const [run] = await namesIn(join(folder, "night"));
    const junit = await readFile(join(folder, "night", run!, "junit.xml"), "utf8");
    expect(junit).toMatch(/<testcase name="drift"[^>]*>\s*<failure type="inconsistent"/);
  });

  it("a run that moved is blessed by its own verdict, and only the reference and the newest runs are kept", async () => {
    const [blessed] = await runs();
    for (let count = 0; count < 2; count += 1) await night({ KEEP: "1" });
    const kept = await runs();
    expect(kept).toHaveLength(2);
    expect(kept).toContain(blessed);
    const history = await readFile(join(folder, "reports", "history.jsonl"), "utf8");
    expect(history.split("\n").filter((line) => line.includes('"type":"run"'))).toHaveLength(5);
  });
});

describeNights("a night that goes wrong", () => {
  it("has fvalidate's own exit code, and nothing of an earlier night to publish", async () => {
    const folder = await checkout();
    await mkdir(join(folder, "night", "pi0-of-yesterday"), { recursive: true });
    const { code, stderr } = await runScript("nightly/night.sh no-such-suite", { folder });
    expect(code).toBe(2);
    expect(stderr).toContain("no-such-suite");
    expect(await namesIn(join(folder, "night"))).toEqual([]);
  });

  it("has no reference to give", async () => {
    const folder = await checkout();
    await suiteWith(folder, 20);
    expect((await runScript(`nightly/night.sh suite.yaml ${FLAGS}`, { folder })).code).toBe(1);
    const { code, stderr } = await runScript("nightly/bless.sh", { folder });
    expect(code).toBe(1);
    expect(stderr).toContain("no consistent run");
  });
});

describeNights("the history in a branch", () => {
  let remote = "";
  const git = async (folder: string, ...args: string[]) =>
    (await promisify(execFile)("git", ["-C", folder, ...args])).stdout.trim();

  /** A runner's checkout, one commit deep, of a repository whose remote is a bare one here. */
  async function runner(): Promise<string> {
    const folder = await checkout();
    const url = `file://${remote}`;
    await git(folder, "init", "-q");
    await git(folder, "remote", "add", "origin", url);
    return folder;
  }
  const keep = (folder: string, action: "fetch" | "push", key = "h200/pi0") =>
    runScript(`nightly/history-branch.sh ${action} ${key}`, { folder });
  const history = (folder: string) => join(folder, "reports", "history.jsonl");
  async function write(folder: string, text: string): Promise<void> {
    await mkdir(join(folder, "reports"), { recursive: true });
    await writeFile(history(folder), text);
  }
  const inBranch = (path: string) => git(remote, "show", `fvalidate-history:${path}`);

  beforeAll(async () => {
    remote = join(await checkout(), "remote.git");
    await promisify(execFile)("git", ["init", "-q", "--bare", remote]);
  });

  it("begins with the first push and comes back to another runner", async () => {
    const first = await runner();
    const { code, stdout } = await keep(first, "fetch");
    expect([code, stdout]).toEqual([0, expect.stringContaining("has no h200/pi0/history.jsonl yet")]);
    await write(first, '{"night":1}\n');
    expect(await keep(first, "push")).toMatchObject({ code: 0, stderr: "" });
    const second = await runner();
    expect((await keep(second, "fetch")).code).toBe(0);
    expect(await readFile(history(second), "utf8")).toBe('{"night":1}\n');
  });

  it("joins what was added on both sides, and keeps each line once", async () => {
    const [one, other] = [await runner(), await runner()];
    await write(one, '{"night":1}\n{"night":"2a"}\n');
    await write(other, '{"night":1}\n{"night":"2b"}\n');
    expect((await keep(one, "push")).code).toBe(0);
    expect((await keep(other, "push")).code).toBe(0);
    expect(await inBranch("h200/pi0/history.jsonl")).toBe('{"night":1}\n{"night":"2a"}\n{"night":"2b"}');
  });

  it("takes pushes of four chips at the same time", async () => {
    const chips = ["ascend", "mlu", "musa", "metax"];
    const runners = await Promise.all(chips.map(runner));
    for (const [index, folder] of runners.entries()) await write(folder, `{"chip":"${chips[index]}"}\n`);
    const pushed = await Promise.all(
      runners.map((folder, index) => keep(folder, "push", `${chips[index]}/pi0`)),
    );
    expect(pushed.map(({ code, stderr }) => [code, stderr])).toEqual(chips.map(() => [0, ""]));
    for (const chip of chips) expect(await inBranch(`${chip}/pi0/history.jsonl`)).toBe(`{"chip":"${chip}"}`);
    expect(await inBranch("h200/pi0/history.jsonl")).toContain('{"night":"2b"}');
  });

  it("pushes nothing where nothing was added", async () => {
    const folder = await runner();
    const before = await git(remote, "rev-parse", "fvalidate-history");
    expect((await keep(folder, "push")).stdout).toContain("there is no reports/history.jsonl to keep");
    await keep(folder, "fetch");
    expect((await keep(folder, "push")).code).toBe(0);
    expect(await git(remote, "rev-parse", "fvalidate-history")).toBe(before);
  });

  it("fails where the remote cannot be reached, and touches no history", async () => {
    const folder = await runner();
    await write(folder, '{"night":3}\n');
    await git(folder, "remote", "set-url", "origin", "file:///no/such/repository");
    expect((await keep(folder, "fetch")).code).not.toBe(0);
    expect(await readFile(history(folder), "utf8")).toBe('{"night":3}\n');
  });
});
