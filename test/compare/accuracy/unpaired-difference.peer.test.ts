import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../../src/compare/accuracy/arm-interval.ts";
import { normalQuantile } from "../../../src/compare/accuracy/distributions/normal.ts";
import { unpairedDifference } from "../../../src/compare/accuracy/unpaired-difference.ts";

const hasPeers = spawnSync("python3", ["-c", "import statsmodels"]).status === 0;

const SCRIPT = `
import json, random
from statsmodels.stats.proportion import confint_proportions_2indep
random.seed(1)
cases = []
for _ in range(300):
    n, m = random.randint(2, 2000), random.randint(2, 2000)
    a, b = random.randint(0, n), random.randint(0, m)
    low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    cases.append([a, n, b, m, float(low), float(high)])
print(json.dumps(cases))
`;

type Case = readonly [a: number, n: number, b: number, m: number, low: number, high: number];

describe.skipIf(!hasPeers)("Newcombe's interval (skipped without python3 and statsmodels)", () => {
  it("is statsmodels' within 1e-9", () => {
    const cases: Case[] = JSON.parse(execFileSync("python3", ["-c", SCRIPT], { encoding: "utf8" }));
    for (const [a, n, b, m, low, high] of cases) {
      const [first, second] = [share(a, n), share(b, m)];
      const difference = unpairedDifference(first, second);
      expect(Math.abs(difference.low - low), `${a}/${n} − ${b}/${m}`).toBeLessThan(1e-9);
      expect(Math.abs(difference.high - high), `${a}/${n} − ${b}/${m}`).toBeLessThan(1e-9);
    }
  });
});

function share(k: number, n: number) {
  const [low, high] = wilsonInterval(k / n, n, normalQuantile(0.975));
  return { value: k / n, low, high };
}
