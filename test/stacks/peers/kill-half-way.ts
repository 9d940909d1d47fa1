import { expect } from "vitest";
import { outcomeOf, startCli } from "../../support/cli.ts";
import { notedStates, until } from "../../support/managed.ts";
import { originalModel, type TreeCase } from "./tree.ts";

/** Kills a run of the small FlagScale while its first stack is up, with no chance to clean up behind itself. */
export async function killHalfWay(tree: TreeCase): Promise<void> {
  const child = startCli(tree.folder, ["run", "--suite", tree.suite, "--observations", "60"], tree.env);
  const ended = outcomeOf(child);
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  await until(() => said.includes("cuda: ready") || child.exitCode !== null, 60_000);
  child.kill("SIGKILL");
  await ended;
  expect(said).toContain("cuda: ready");
  expect(await tree.model()).not.toBe(await originalModel());
  expect(await notedStates(tree)).toHaveLength(1);
}
