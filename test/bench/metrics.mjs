// Prints the seconds that all metrics take over 4 million pairs, the best of five.
import { measure } from "../../dist/src/compare/measure.js";

const shape = [2500, 50, 32];
const count = shape[0] * shape[1] * shape[2];
const baseline = Float64Array.from({ length: count }, (_, i) => Math.fround(Math.sin(i) + 0.1));
const candidate = baseline.map((value, i) => Math.fround(value * (1 + 1e-3 * Math.cos(3 * i))));
const arm = (values) => ({ shape, values, dtype: "float32" });

let best = Number.POSITIVE_INFINITY;
for (let run = 0; run < 5; run += 1) {
  const start = performance.now();
  measure({ baseline: arm(baseline), candidate: arm(candidate) });
  best = Math.min(best, (performance.now() - start) / 1000);
}
process.stdout.write(JSON.stringify({ seconds: best }));
