import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { changePoints, SMALLEST_SEGMENT } from "../../src/history/change-points.ts";
import { greatestSplit } from "../../src/history/energy.ts";
import { randomSource } from "../../src/support/random.ts";

const SCRIPT = fileURLToPath(new URL("./change_points.py", import.meta.url));
const python = (modules: string) => spawnSync("python3", ["-c", `import ${modules}`]).status === 0;

function seriesOf(seed: number, length: number, size: number): number[] {
  const random = randomSource(`peer ${seed}`);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const step = Math.floor(length / 3) + (seed % 5);
  return Array.from({ length }, (_, i) => 10 + normal() + (i >= step ? size : 0));
}

function ask(what: "energy" | "dynp", series: readonly number[][]): unknown[] {
  const input = JSON.stringify({ what, smallest: SMALLEST_SEGMENT, series });
  return JSON.parse(execFileSync("python3", [SCRIPT], { input, encoding: "utf8" }));
}

describe.skipIf(!python("scipy"))("splits (skipped without python3 and scipy)", () => {
  test("are those of the largest energy distance that scipy finds", () => {
    const series = [0, 1, 2, 3, 4, 5].map((seed) => seriesOf(seed, 12 + 2 * seed, seed % 3));
    series.push([1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1], [3, 3, 3, 3, 3, 3, 7]);
    const found = ask("energy", series) as { split: number; end: number; statistic: number }[];
    for (const [i, values] of series.entries()) {
      const own = greatestSplit(values, SMALLEST_SEGMENT);
      expect(own?.statistic).toBeCloseTo(found[i]?.statistic ?? Number.NaN, 9);
      expect([own?.split, own?.end]).toEqual([found[i]?.split, found[i]?.end]);
    }
  });
});

describe.skipIf(!python("ruptures"))("change points (skipped without python3 and ruptures)", () => {
  test("of a clear step are within one night of ruptures' dynamic programming", () => {
    const series = Array.from({ length: 20 }, (_, seed) => seriesOf(seed, 30, 4));
    const found = ask("dynp", series) as number[];
    for (const [i, values] of series.entries()) {
      const own = changePoints(values, 42).map(({ index }) => index);
      expect(own.length, `series ${i}`).toBeGreaterThanOrEqual(1);
      expect(
        Math.min(...own.map((index) => Math.abs(index - (found[i] ?? 0)))),
        `series ${i}`,
      ).toBeLessThanOrEqual(1);
    }
  });
});
