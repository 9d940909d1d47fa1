import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { visible } from "../../../src/report/data-text.ts";
import { BENCH_RUNS, hostileRun } from "../bench/runs.ts";
import { cardOf, pi0Run } from "./runs.ts";

const SCRIPT = fileURLToPath(new URL("../bench/gfm_html.py", import.meta.url));
const hasParser = spawnSync("python3", ["-c", "import cmarkgfm"]).status === 0;
const HOSTILE =
  'a|b "c" \\| <script>x</script> &lt; `x``y` **b** [l](javascript:x)\n# h\n日本語 👩‍🔬 <!-- fvalidate:end -->';

interface Html {
  readonly tags: readonly string[];
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly comments: number;
}

function htmlOf(documents: readonly string[]): Html[] {
  return JSON.parse(
    execFileSync("python3", [SCRIPT], {
      input: JSON.stringify(documents),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    }),
  );
}

const TAGS = new Set(
  "table thead tbody tr th td details summary p h2 h3 strong code pre blockquote".split(" "),
);

describe.skipIf(!hasParser)("as GitHub's parser reads it (skipped without python3 and cmarkgfm)", () => {
  const long = "x".repeat(10_000);
  const runs = BENCH_RUNS.flatMap(([, run]) => [
    run,
    hostileRun(run),
    hostileRun(run, HOSTILE),
    hostileRun(run, long),
  ]);

  it("a card has its rows, and no tag or comment of anybody else's", () => {
    const documents = runs.map((run) => cardOf([run], { styles: ["scores"], decimals: 6 }));
    htmlOf(documents).forEach(({ tags, tables, comments }, index) => {
      const run = runs[index]!;
      expect(tags.filter((tag) => !TAGS.has(tag))).toEqual([]);
      expect(comments).toBe(0);
      const [scores, environment] = run.benchmarks.length === 0 ? [[], tables[0]] : tables;
      expect(scores?.slice(1).map((row) => row.length)).toEqual(run.benchmarks.map(() => 3));
      expect(environment?.[0]).toEqual(["Item", "Version"]);
      expect(environment?.at(-1)?.[0]).toBe("fvalidate");
      expect(tables).toHaveLength(run.benchmarks.length === 0 ? 2 : 4);
    });
  });

  it("names come out as they went in", () => {
    const names = [HOSTILE, long, "数学中文", "👩‍🔬|", "\\", "a\\|b"];
    const [run] = [BENCH_RUNS.find(([name]) => name === "bench-minicpm-vllm")![1]];
    const named = {
      ...run,
      benchmarks: run.benchmarks.slice(0, names.length).map((one, at) => ({ ...one, cardName: names[at]! })),
    };
    const [html] = htmlOf([cardOf([named], { styles: ["scores"] })]);
    expect(html?.tables[0]?.slice(1).map(([name]) => name)).toEqual(names.map((name) => visible(name)));
  });

  it("a card of pi0 keeps its sentence beside any label", () => {
    const run = pi0Run();
    const cards = [HOSTILE, long, "日本語"].map((label) =>
      cardOf([{ ...run, candidate: { ...run.candidate, label } }], { styles: ["mape", "performance"] }),
    );
    for (const { tags, comments, tables } of htmlOf(cards)) {
      expect(tags.filter((tag) => !TAGS.has(tag))).toEqual([]);
      expect(comments).toBe(0);
      expect(tables.map((table) => table[0]?.length)).toEqual([2, 2, 2]);
    }
    expect(cards[0]).toContain("The MAPE between CUDA and the candidate(CUDA as ground truth) is 0.8899%.");
    expect(cards[2]).toContain("The MAPE between CUDA and 日本語(CUDA as ground truth) is 0.8899%.");
  });
});
