import { readdirSync, readFileSync } from "node:fs";
import { type BenchRun, benchRunSchema } from "../../../src/contracts/bench-run.ts";

const FOLDER = new URL("../../../fixtures/runs/", import.meta.url);

/** Every run of benchmarks in fixtures/runs: made by make_runs.py, those of outputs by comparing fixtures/outputs. */
export const BENCH_RUNS: readonly (readonly [name: string, run: BenchRun])[] = readdirSync(FOLDER)
  .filter((name) => /^bench-.*\.json$/.test(name))
  .map((name) => [
    name.replace(/\.json$/, ""),
    benchRunSchema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))),
  ]);

export function benchRun(name: string): BenchRun {
  const found = BENCH_RUNS.find(([known]) => known === name);
  if (found === undefined) throw new Error(`fixtures/runs has no ${name}.json`);
  return found[1];
}

const HOSTILE =
  'a|b "c" \\| <script>alert(1)</script> & &lt;b&gt; `x``y` **b** _e_ ~~d~~ $1$ [l](javascript:alert(1)) ![i](x)\n' +
  "=1+1\r\n# h\n- item 日本語 👩‍🔬 http://example.org www.example.org \u202e\u0007\u001b[31m <!-- \\";

/** The same run with every name, label, message and reply that comes from elsewhere holding anything at all. */
export function hostileRun(run: BenchRun, text = HOSTILE): BenchRun {
  const changed: unknown = JSON.parse(JSON.stringify(run), (key, value) => {
    if (FREE_TEXT.has(key) && typeof value === "string") return text;
    if (key === "environment") return { [text]: text };
    if (key === "operators") return { [text]: 1 };
    if (key === "categories" && Array.isArray(value)) return value.map((row) => ({ ...row, name: text }));
    if (["warnings", "reasons", "stop", "command"].includes(key) && Array.isArray(value))
      return [text, "x".repeat(10_000), `- ${text}`, "1. one", "# heading"];
    return value;
  });
  return benchRunSchema.parse(changed);
}

const FREE_TEXT = new Set([
  ...[
    "cardName",
    "label",
    "stack",
    "model",
    "origin",
    "headline",
    "description",
    "unsupported",
    "unscoredReason",
  ],
  ...[
    "reason",
    "mcnemarPReason",
    "intervalMethod",
    "method",
    "template",
    "aggregation",
    "message",
    "hint",
    "log",
  ],
  ...[
    "id",
    "baselinePrediction",
    "candidatePrediction",
    "baselineExcerpt",
    "candidateExcerpt",
    "summary",
    "title",
  ],
]);
