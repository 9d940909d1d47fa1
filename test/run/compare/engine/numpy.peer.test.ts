import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../../../src/run/compare/engine/engine.ts";
import { expectNumpys, type NumpyPair, numpyPairs, pairIn } from "./pairs.ts";

const SCRIPT = fileURLToPath(new URL("./numpy_pairs.py", import.meta.url));
const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

describe.skipIf(!hasNumpy)("figures of random pairs (skipped without python3 and numpy)", () => {
  const folder = mkdtempSync(join(tmpdir(), "fvalidate-engine-"));
  let pairs: NumpyPair[] = [];

  beforeAll(() => {
    execFileSync("python3", [SCRIPT, folder], { stdio: "inherit" });
    pairs = numpyPairs(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are within 1e-9 of numpy's, those of order above 2^20 elements within the bound that is stated", async () => {
    expect(pairs.length).toBeGreaterThan(105);
    await using engine = await startEngine({ signal: new AbortController().signal });
    const failures: string[] = [];
    for (const pair of pairs) {
      const found = await engine.measure(pairIn(folder, pair));
      try {
        expectNumpys(found, pair);
      } catch (error) {
        failures.push(`${pair.name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    expect(failures).toEqual([]);
  });
});
