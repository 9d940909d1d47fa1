import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli, temporaryFolder } from "../support/cli.ts";

test.each([
  ["fault-num-steps-9", 1, "INCONSISTENT"],
  ["flagos", 2, "CONSISTENT"],
])(
  "the suite's exit code with %s is %i where the history cannot be written",
  async (candidate, expected, verdict) => {
    const folder = await temporaryFolder();
    const suite = join(folder, "all.yaml");
    const parts = "parts: [pi0]";
    await writeFile(
      suite,
      `schema: fvalidate.suite/1\nkind: suite\ntitle: all\nbaseline: cuda\ncandidate: ${candidate}\n${parts}\n`,
    );
    // A file where the history's folder would be.
    const history = join(suite, "history.jsonl");
    const { code, stdout, stderr } = await runCli(folder, [
      "run",
      ...["--suite", suite],
      ...["--history", history, "--output-path", join(folder, "reports")],
    ]);
    expect(stderr).toContain("history");
    expect(stdout).toContain(`  ${verdict}    `);
    expect(code).toBe(expected);
  },
  60_000,
);
