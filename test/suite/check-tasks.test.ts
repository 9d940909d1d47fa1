import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSuite } from "../../src/suite/load.ts";
import { temporaryFolder } from "../support/cli.ts";

const SUITE_HEAD = "schema: fvalidate.suite/1\nkind: bench\ntitle: Mistakes\n";

describe("a suite's tasks", () => {
  test.each([
    ["- mmlu\n- nope", '6:3: `tasks.1.name`: no "nope", but mmlu, '],
    ["- { name: mmlu, template: zz }", '5:27: `tasks.0.template`: no "zz", but evalscope'],
    ["- { name: aime24, extraction: flageval }", '5:31: `tasks.0.extraction`: no "flageval", but official'],
    ["- { name: mmlu, limit: -3 }", "5:24: `tasks.0.limit`: take 50 "],
    ["- { name: mmlu, limit: 5:5 }", "5:24: `tasks.0.limit`: take 50 "],
    ["- { nme: mmlu }", "5:5: unknown key `nme`"],
    ["- 7", "5:3: `tasks.0`: "],
  ])("%j is told with its place", async (tasks, message) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "s.yaml"), `${SUITE_HEAD}tasks:\n${tasks}\nstacks: {}\n`);
    await expect(loadSuite(join(folder, "s.yaml"))).rejects.toThrow(`s.yaml:${message}`);
  });
});
