import { join } from "node:path";
import { expect } from "vitest";
import { type CommandOutcome, readResult, runFolderIn } from "../../support/cli.ts";
import { notedStates } from "../../support/managed.ts";
import { originalModel, type TreeCase } from "./tree.ts";

/** A whole run of the small FlagScale: two stacks that differ by rounding, proved, and nothing left behind. */
export async function expectConsistentRun(
  tree: TreeCase,
  { code, stdout, stderr }: CommandOutcome,
  where: unknown,
): Promise<void> {
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  const result = await readResult(join(tree.folder, runFolderIn(stdout)));
  expect(result.baseline).toMatchObject({ evidence: { status: "clean" }, environment: { where } });
  expect(result.candidate).toMatchObject({
    evidence: { status: "proved", operators: { "flag_gems.ops.mm.mm": 1 } },
    environment: { python: expect.stringMatching(/^3\./), numpy: expect.any(String) },
  });
  if (result.metrics === null) throw new Error("nothing was compared");
  expect(result.bitIdentical).toBe(false);
  // Seeds gave both processes the same weights and the capsule the same noise: else nothing would agree.
  expect(result.metrics["cosine"]).toBeGreaterThan(0.99999);
  // The noise itself could be moved by an ulp, in a running server.
  expect(result.floors.perturbation).toMatchObject({
    change: expect.stringContaining("noise value up by one"),
  });
  expect(result.floors.baselineRepeat).toMatchObject({ bitIdentical: true });
  await expectNothingLeft(tree);
}

/** The tree is as it was, and no state is noted. */
export async function expectNothingLeft(tree: TreeCase): Promise<void> {
  expect(await tree.model()).toBe(await originalModel());
  expect(await notedStates(tree)).toEqual([]);
}
