import { afterAll, expect, it } from "vitest";
import { dockerEngine } from "../support/docker-engine.ts";
import { because } from "../support/host-tools.ts";
import { processesWith } from "../support/managed.ts";
import { startSshd } from "../support/sshd.ts";
import { expectConsistentRun, expectNothingLeft } from "./peers/expect-run.ts";
import { killHalfWay } from "./peers/kill-half-way.ts";
import { treeCase } from "./peers/tree.ts";

const engine = await dockerEngine();
const sshd = await startSshd("missing" in engine ? {} : engine.env);
for (const peer of [engine, sshd]) if ("missing" in peer) process.stderr.write(`Skipped: ${peer.missing}.\n`);
afterAll(async () => {
  for (const peer of [sshd, engine]) if (!("missing" in peer)) await peer[Symbol.asyncDispose]();
}, 60_000);

const name = (what: string) => `${what}${because(sshd)}`;
const skipped = it.skipIf("missing" in sshd);
const ENV = "missing" in sshd ? {} : sshd.env;
const HOST = "missing" in sshd ? "" : sshd.alias;
const leftOver = async () => ("missing" in sshd ? [] : await sshd.processes());

skipped(
  name("starts a server on another machine, patches, proves and drives it through a tunnel"),
  async () => {
    const tree = await treeCase(() => ({ target: "process", ssh: HOST }), ENV);
    await expectConsistentRun(tree, await tree.cli("run", "--suite", tree.suite), HOST);
    expect(await leftOver()).toEqual([]);
    expect(await processesWith(`127.0.0.1:${tree.port}`)).toEqual([]);
  },
);

skipped(name("undoes what a killed run left on another machine, its tunnel too"), async () => {
  const tree = await treeCase(() => ({ target: "process", ssh: HOST }), ENV);
  await killHalfWay(tree);
  expect((await leftOver()).join("\n")).toContain("run_serve_pi0");
  expect(await processesWith(`127.0.0.1:${tree.port}`)).not.toEqual([]);
  expect(await tree.cli("cleanup")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Cleaned up cuda"),
  });
  await expectNothingLeft(tree);
  expect(await leftOver()).toEqual([]);
  expect(await processesWith(`127.0.0.1:${tree.port}`)).toEqual([]);
});

it.skipIf("missing" in sshd || "missing" in engine)(
  name(`makes a container on another machine${because(engine)}`),
  async () => {
    if ("missing" in engine) return;
    const { image } = engine;
    const tree = await treeCase(
      (folder) => ({
        target: "docker",
        ssh: HOST,
        image,
        options: ["--net=host", `--volume=${folder}:/workspace/FlagScale`],
        folder: "/workspace/FlagScale",
      }),
      ENV,
    );
    const outcome = await tree.cli("run", "--suite", tree.suite);
    await expectConsistentRun(tree, outcome, expect.stringMatching(`^container fvalidate-.* on ${HOST}$`));
    expect((await engine.docker(["ps", "-aq", "--filter", "name=fvalidate-"])).stdout).toBe("");
  },
);

skipped(name("says what ssh says when it is not let in"), async () => {
  const tree = await treeCase(() => ({ target: "process", ssh: "nobody@127.0.0.1:1" }), ENV);
  expect(await tree.cli("run", "--suite", tree.suite)).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/nobody@127\.0\.0\.1:1: could not .*refused[\s\S]*logs in without asking/),
  });
  await expectNothingLeft(tree);
});
