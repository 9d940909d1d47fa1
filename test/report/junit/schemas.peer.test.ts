import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { junitDocument } from "../../../src/report/junit/document.ts";
import { HOSTILE_TEXTS, hostileEverywhere, RUNS_OF_EVERY_KIND } from "../every-kind.ts";
import { schemaErrors } from "./parse.ts";

/** The schema of Jenkins' xunit plugin (junit-10.xsd), as pytest's source package carries it for its own tests. */
function jenkinsSchema(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "fvalidate-junit-"));
  const pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "pytest", "pytest==8.3.4"];
  if (spawnSync("python3", [...pip, "--dest", folder], { timeout: 150_000 }).status !== 0) return null;
  const unpacked = spawnSync("tar", ["-xzf", "pytest-8.3.4.tar.gz"], { cwd: folder });
  if (unpacked.status !== 0) return null;
  return readFileSync(join(folder, "pytest-8.3.4/testing/example_scripts/junit-10.xsd"), "utf8");
}

const schema = jenkinsSchema();

describe.skipIf(schema === null)(
  "junit.xml by Jenkins' own schema (skipped where pip cannot fetch it)",
  () => {
    beforeAll(() => {
      expect(schema).toContain("SUREFIRE_TIME");
    });

    it("is valid for every run", async () => {
      const documents = RUNS_OF_EVERY_KIND.map(([, run]) => junitDocument([{ run }]));
      expect(await schemaErrors(documents, schema ?? "")).toEqual([]);
    });

    it.each(HOSTILE_TEXTS)("is valid whatever its texts hold: %s", async (_what, text) => {
      const documents = RUNS_OF_EVERY_KIND.map(([, run]) =>
        junitDocument([{ run: hostileEverywhere(run, text) }]),
      );
      expect(await schemaErrors(documents, schema ?? "")).toEqual([]);
    });
  },
);
