// Prints the seconds that patching a file of 10,000 lines with 2,500 places takes, the first time and at best.
import { patchSource } from "../../dist/src/patch/patch-source.js";

const body = "    x = a + b  # comment\n    flag_gems.enable()\n    return [x for x in range(b)]\n";
const functions = Array.from({ length: 2500 }, (_, i) => `def f${i}(a, b=1):\n${body}`);
const text = `import flag_gems\n${functions.join("")}`;
const seconds = [];
for (let run = 0; run < 5; run += 1) {
  const start = performance.now();
  patchSource(text, { gems: "native", seeds: "keep", noise: "keep" }, "model.py");
  seconds.push((performance.now() - start) / 1000);
}
process.stdout.write(JSON.stringify({ first: seconds[0], best: Math.min(...seconds) }));
