import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { loadAnySuite } from "../../src/suite/composite/load-composite.ts";
import { loadSuite } from "../../src/suite/load.ts";
import { shippedSuites } from "../../src/suite/locate.ts";
import { runCli, temporaryFolder } from "../support/cli.ts";

const all = await Promise.all((await shippedSuites()).map((name) => loadAnySuite(name)));
const suites = all.filter((suite) => suite.kind !== "suite");
const runnable = suites.filter(
  ({ baseline, candidate }) => baseline !== undefined && candidate !== undefined,
);

describe("shipped suites", () => {
  it.each(runnable.map(({ name }) => name))(
    "%s: every command can be seen, and none is run",
    async (name) => {
      const folder = await temporaryFolder();
      const { code, stdout, stderr } = await runCli(folder, ["run", "--suite", name, "--dry-run"]);
      expect(code, stderr).toBe(0);
      const suite = await loadSuite(name);
      const started = [suite.baseline, suite.candidate].flatMap((stack) => {
        const entry = suite.stacks[stack ?? ""];
        return entry?.target === "process" || entry?.target === "docker" ? [entry] : [];
      });
      for (const { start } of started) expect(stdout).toContain(start.trim().split("\n").at(-1));
      expect(stdout.match(/^# start: start the server$/gm) ?? []).toHaveLength(started.length);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it.each(all.filter(({ kind }) => kind === "suite").map(({ name }) => name))(
    "%s: the commands of every part can be seen",
    async (name) => {
      const folder = await temporaryFolder();
      const { code, stdout, stderr } = await runCli(folder, ["run", "--suite", name, "--dry-run"]);
      expect(code, stderr).toBe(0);
      const suite = await loadAnySuite(name);
      const parts = suite.kind === "suite" ? suite.parts : [];
      expect(stdout.match(/^# part [\w.-]+(?=: )/gm)).toEqual(parts.map((part) => `# part ${part.name}`));
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it("set every switch on both sides", () => {
    for (const { name, stacks, baseline = "", candidate = "" } of suites) {
      const arms = [stacks[baseline], stacks[candidate]];
      const [one, other] = arms.map((arm) =>
        arm?.target === "process" || arm?.target === "docker" ? Object.keys(arm.environment).sort() : null,
      );
      if (one !== null && other !== null) expect(one, name).toEqual(other);
    }
  });
});

it("a suite that takes another machine's words for options is refused", async () => {
  const folder = await temporaryFolder();
  const { code, stderr } = await runCli(folder, ["run", "--suite", "no-such-suite", "--dry-run"]);
  expect(code).toBe(2);
  expect(stderr).toContain("Shipped suites: ");
});
