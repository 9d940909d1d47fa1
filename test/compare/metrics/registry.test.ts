import { expect, it } from "vitest";
import { FIGURES, METRICS } from "../../../src/compare/metrics/index.ts";
import { mapeMetric } from "../../../src/compare/metrics/mape.ts";
import { MAPE_CONVENTIONS } from "../../../src/compare/metrics/mape-conventions.ts";
import { metricConformance } from "./conformance.ts";

for (const metric of METRICS) metricConformance(metric);
for (const convention of Object.values(MAPE_CONVENTIONS))
  metricConformance(mapeMetric(convention, convention.name));

it("no two figures share a key", () => {
  const keys = FIGURES.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
