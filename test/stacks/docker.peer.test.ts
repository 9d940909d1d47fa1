import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { dockerEngine } from "../support/docker-engine.ts";
import { because } from "../support/host-tools.ts";
import { expectConsistentRun, expectNothingLeft } from "./peers/expect-run.ts";
import { killHalfWay } from "./peers/kill-half-way.ts";
import { type TreeCase, treeCase } from "./peers/tree.ts";

const engine = await dockerEngine();
if ("missing" in engine) process.stderr.write(`Skipped: ${engine.missing}.\n`);
afterAll(async () => {
  if (!("missing" in engine)) await engine[Symbol.asyncDispose]();
}, 60_000);

const IMAGE = "missing" in engine ? "" : engine.image;
const ENV = "missing" in engine ? {} : engine.env;
const name = (what: string) => `${what}${because(engine)}`;
const skipped = it.skipIf("missing" in engine);

const docker = async (...args: string[]) => {
  if ("missing" in engine) throw new Error(engine.missing);
  const { code, stdout, stderr } = await engine.docker(args);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
};
const mount = (tree: string) => ["--net=host", `--volume=${tree}:/workspace/FlagScale`];
const ownContainer = () =>
  treeCase(
    (tree) => ({ target: "docker", image: IMAGE, options: mount(tree), folder: "/workspace/FlagScale" }),
    ENV,
  );
const containers = () => docker("ps", "-aq", "--filter", "name=fvalidate-");

/** A container that somebody else keeps running. */
async function withContainer(use: (container: string, tree: TreeCase) => Promise<void>): Promise<void> {
  const container = `peer-${process.pid}`;
  const tree = await treeCase(() => ({ target: "docker", container, folder: "/workspace/FlagScale" }), ENV);
  await docker("run", "-d", "--init", "--name", container, ...mount(tree.tree), IMAGE, "sleep", "3600");
  try {
    await use(container, tree);
  } finally {
    await docker("rm", "-f", container);
  }
}

skipped(name("makes a container for each arm, patches, proves and drives it, and removes it"), async () => {
  const tree = await ownContainer();
  const outcome = await tree.cli("run", "--suite", tree.suite);
  await expectConsistentRun(tree, outcome, expect.stringMatching(/^container fvalidate-[0-9a-f]{12}$/));
  expect(await containers()).toBe("");
});

skipped(name("uses a running container and leaves it as it was"), async () => {
  await withContainer(async (container, tree) => {
    const outcome = await tree.cli("run", "--suite", tree.suite);
    await expectConsistentRun(tree, outcome, `container ${container}`);
    expect(await docker("exec", container, "ps", "-eo", "args")).not.toContain("run_serve_pi0");
    expect(await docker("exec", container, "ls", "/tmp")).not.toContain("fvalidate");
  });
});

skipped(name("undoes what a killed run left in a container of its own"), async () => {
  const tree = await ownContainer();
  await killHalfWay(tree);
  expect(await containers()).not.toBe("");
  expect(await tree.cli("cleanup")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Cleaned up cuda"),
  });
  await expectNothingLeft(tree);
  expect(await containers()).toBe("");
});

skipped(name("undoes what a killed run left when its container has ended meanwhile"), async () => {
  const tree = await ownContainer();
  await killHalfWay(tree);
  await docker("kill", await containers());
  expect(await tree.cli("cleanup")).toMatchObject({ code: 0 });
  await expectNothingLeft(tree);
  expect(await containers()).toBe("");
});

skipped(name("undoes what a killed run left in somebody else's container"), async () => {
  await withContainer(async (container, tree) => {
    await killHalfWay(tree);
    expect(await docker("exec", container, "ps", "-eo", "args")).toContain("run_serve_pi0");
    expect(await tree.cli("cleanup")).toMatchObject({ code: 0 });
    await expectNothingLeft(tree);
    expect(await docker("exec", container, "ps", "-eo", "args")).not.toContain("run_serve_pi0");
  });
});

skipped(name("leaves nothing where a container cannot be made"), async () => {
  const tree = await treeCase(() => ({ target: "docker", image: IMAGE, options: ["--no-such-option"] }), ENV);
  const { code, stderr } = await tree.cli("run", "--suite", tree.suite);
  expect(code).toBe(3);
  expect(stderr).toMatch(/could not make the container[\s\S]*no-such-option/);
  expect(stderr).not.toContain("could not be taken down");
  await expectNothingLeft(tree);
});

skipped(name("says which image is missing, and which container does not run"), async () => {
  const noImage = await treeCase(() => ({ target: "docker", image: "fvalidate-peer:no-such" }), ENV);
  expect(await noImage.cli("run", "--suite", noImage.suite)).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(
      /has no image fvalidate-peer:no-such[\s\S]*docker pull fvalidate-peer:no-such/,
    ),
  });
  const noContainer = await treeCase(() => ({ target: "docker", container: "fvalidate-gone" }), ENV);
  expect(await noContainer.cli("run", "--suite", noContainer.suite)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("docker start fvalidate-gone"),
  });
});

skipped(name("shows the log of a server that dies in its container"), async () => {
  const tree = await ownContainer();
  // run.py ends with 0 all the same.
  await rm(join(tree.tree, "torch"), { recursive: true });
  const { code, stderr } = await tree.cli("run", "--suite", tree.suite);
  expect(code).toBe(3);
  expect(stderr).toMatch(
    /a Python package is missing[\s\S]*host_0_localhost.output[\s\S]*No module named 'torch'/,
  );
  await expectNothingLeft(tree);
  expect(await containers()).toBe("");
});
