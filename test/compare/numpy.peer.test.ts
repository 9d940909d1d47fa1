import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { measure } from "../../src/compare/measure.ts";
import type { ActionSet } from "../../src/contracts/actions.ts";
import type { Figures } from "../../src/contracts/figures.ts";
import { readNpyFile } from "../../src/tensors/npy.ts";
import { toFloat64 } from "../../src/tensors/tensor.ts";

const SCRIPT = fileURLToPath(new URL("./numpy_figures.py", import.meta.url));
const RECORDINGS = fileURLToPath(new URL("../../fixtures/pi0/h200", import.meta.url));
const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

/** One pair of files with numpy's figures for it. */
interface NumpyCase {
  readonly name: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly figures: Record<string, number | number[]>;
  readonly mapeConventions: Record<string, number>;
}

async function actionsIn(path: string): Promise<ActionSet> {
  const tensor = await readNpyFile(path);
  const [observations = 0, steps = 0, dimensions = 0] = tensor.shape;
  return { shape: [observations, steps, dimensions], values: toFloat64(tensor), dtype: tensor.dtype };
}

function expectEqual(found: Figures, expected: Record<string, number | number[]>): void {
  for (const [key, value] of Object.entries(expected)) {
    if (typeof value !== "number") expect(found[key], key).toEqual(value);
    else expect(Math.abs(Number(found[key]) - value), key).toBeLessThanOrEqual(1e-9 * Math.abs(value));
  }
}

describe.skipIf(!hasNumpy)(
  "figures within 1e-9 relative of numpy's (skipped without python3 and numpy)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "fvalidate-numpy-"));
    let cases: NumpyCase[] = [];

    beforeAll(() => {
      execFileSync("python3", [SCRIPT, RECORDINGS, folder], { stdio: "inherit" });
      cases = JSON.parse(readFileSync(join(folder, "figures.json"), "utf8"));
    });

    it("on every recording and on generated tensors of every dtype and order", async () => {
      expect(cases.length).toBeGreaterThan(30);
      for (const { name, baseline, candidate, figures, mapeConventions } of cases) {
        const found = measure({ baseline: await actionsIn(baseline), candidate: await actionsIn(candidate) });
        try {
          expectEqual(found.figures, figures);
          expectEqual(found.mapeConventions, mapeConventions);
        } catch (error) {
          throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
        }
      }
    });
  },
);
