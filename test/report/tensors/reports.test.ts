import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import {
  type ComparedTensor,
  type CompareRun,
  compareRunSchema,
  type TensorResult,
} from "../../../src/contracts/compare-run.ts";
import { REPORTERS } from "../../../src/report/index.ts";
import { summaryOf } from "../../../src/report/terminal-summary.ts";
import { result, unmeasured } from "../../compare/tensors/results.ts";
import { compareRun } from "./runs.ts";

const HOSTILE = 'a|b "c", <script>alert(1)</script>\n=1+1 \u001b[31m日本語';
const PLAIN = { verdict: (word: string) => word, warning: (text: string) => text };

const gate = (changes: Partial<TensorResult["gates"][number]> = {}): TensorResult["gates"][number] => ({
  name: "cosine",
  label: "cosine",
  unit: "",
  comparison: ">=",
  limit: 0.999,
  value: 0.5,
  outcome: "fail",
  failure: "inconsistent",
  reason: "cosine 0.5 is not ≥ 0.999",
  ...changes,
});

const failing = (name: string): TensorResult =>
  result({
    name,
    outcome: "fail",
    gates: [gate()],
    reasons: ["cosine 0.5 is not ≥ 0.999"],
    message: "Mismatched elements: 3 / 4096 (0.073 %)\nGreatest absolute difference: 0.5 at index (0, 12)",
  });

const dumped = (name: string, call: number, part: "input" | "output"): TensorResult => ({
  ...failing(name),
  dump: { call, layer: `layer${call}`, part },
});

const everything = compareRun({
  verdict: "inconsistent",
  headline: "flagos does not agree with native",
  reasons: ["out.1: cosine 0.5 is not ≥ 0.999"],
  warnings: ["The dtypes differ: out.1 is float32 in the baseline and bfloat16 in the candidate."],
  settings: {
    ...compareRun().settings,
    gates: ["cosine>=0.999"],
    closeness: false,
    floor: "moved",
    golden: "exact",
    observationAxis: 0,
  },
  tensors: [
    {
      ...failing("out.1"),
      candidateName: "module.out.1",
      dump: { call: 1, layer: "mlp", part: "output" },
      floor: { wapePercent: 0.1, relativeL2: 0.002, maxAbsolute: 1, bitIdentical: false },
      golden: {
        nearer: "candidate",
        ratio: 0.5,
        baseline: { wapePercent: 1, relativeL2: 0.2, maxAbsolute: 1 },
        candidate: { wapePercent: 1, relativeL2: 0.1, maxAbsolute: 1 },
      },
      errorCoherence: {
        meanCosine: 0.25,
        p: 0.0005,
        adjustedP: 0.001,
        tests: 2,
        flipsAtLeastAsLarge: 1,
        flips: 2048,
        method: "exact sign flips",
        observations: 12,
        zeroErrorObservations: 0,
      },
    } as TensorResult,
    unmeasured({ name: "shape" }),
    result({ name: "in.1", dump: { call: 1, layer: "mlp", part: "input" } }),
  ],
  pairs: 3,
  missing: { fromCandidate: ["gone"], fromBaseline: ["extra"] },
  firstDivergence: { call: 1, layer: "mlp", inputs: ["in.1"], outputs: ["out.1"], reason: "its inputs pass" },
  goldenSummary: "The candidate is nearer to the golden tensor than the baseline is.",
  growth: [
    { call: 0, layer: "embed", name: "out.0", relativeL2: 0.001, growth: null },
    { call: 1, layer: "mlp", name: "out.1", relativeL2: 0.4, growth: 400 },
  ],
});

describe.each(Object.values(REPORTERS))("reporter $name of a comparison of tensors", (reporter) => {
  it.each([
    ["one tensor", compareRun()],
    ["everything", everything],
  ])("gives the same bytes after a way through JSON: %s", async (_what, run) => {
    const text = await reporter.render(run);
    expect(await reporter.render(compareRunSchema.parse(JSON.parse(JSON.stringify(run))))).toBe(text);
    expect(text.endsWith("\n")).toBe(true);
    expect(text.toLowerCase()).toContain(run.verdict);
  });

  it("tells what failed, where it began and what is missing", async () => {
    const text = await reporter.render(everything);
    for (const told of ["out.1", "module.out.1", "mlp", "gone", "extra", "the shapes differ", "bfloat16"])
      expect(text, told).toContain(told);
  });

  it("renders a run that was stopped before its first tensor", async () => {
    const failure = { kind: "interrupted", message: "It was stopped.", hint: null };
    const run = compareRun({ tensors: [], status: "interrupted", failure, verdict: "inconclusive" });
    expect(await reporter.render(run)).toContain("It was stopped.");
  });

  it("survives names and messages that hold anything", async () => {
    const run = hostile();
    expect((await reporter.render(run)).length).toBeGreaterThan(100);
  });
});

function hostile(): CompareRun {
  return compareRun({
    ...everything,
    tensors: [{ ...failing(HOSTILE), candidateName: HOSTILE, message: HOSTILE, reasons: [HOSTILE] }],
    reasons: [HOSTILE],
    headline: HOSTILE,
    warnings: [HOSTILE],
    missing: { fromCandidate: [HOSTILE], fromBaseline: [HOSTILE] },
    firstDivergence: { call: 0, layer: HOSTILE, inputs: [HOSTILE], outputs: [HOSTILE], reason: HOSTILE },
  });
}

describe("the Markdown report", () => {
  const render = (run: CompareRun) => REPORTERS.md.render(run);

  it("begins with the verdict, behind warnings alone", () => {
    expect(render(compareRun()).split("\n")[0]).toBe("## Verdict");
    expect(render(everything)).toMatch(
      /^> \*\*Warning\.\*\* The dtypes differ.*\n\n## Verdict\n\n\*\*INCONSISTENT\*\*/,
    );
  });

  it("lists fifty tensors, in the run's order, and says how many there are", () => {
    const tensors = Array.from({ length: 51 }, (_, at) => failing(`t${at}.`));
    const text = render(compareRun({ tensors, pairs: 51 }));
    expect(text).toContain("| t0. |");
    expect(text).toContain("| t49. |");
    expect(text).not.toContain("t50.");
    expect(text).toContain("The worst 50 of 51; report.csv and run.json hold all.");
    expect(text).toContain("1 more are in report.csv and run.json.");
    expect(render(compareRun({ tensors: tensors.slice(0, 50), pairs: 50 }))).not.toContain("The worst");
  });

  it("has columns for floors, coherence and golden where they were asked for", () => {
    expect(render(everything)).toMatch(/\| × floor \| coherence \| p \| nearer to golden \|/);
    expect(render(everything)).toMatch(/\| out\.1 \| fail .*\| 0\.2500 \| 0\.001000 \| candidate \|/);
    expect(render(compareRun())).not.toMatch(/× floor|nearer to golden/);
  });

  it("details every tensor that does not pass, and the worst one where all do", () => {
    const text = render(everything);
    expect(text).toContain("### out.1\n\nfail; \\[64, 64\\] float32, module.out.1 in the candidate");
    expect(text).toContain("### shape");
    expect(text).not.toContain("### in.1");
    expect(render(compareRun())).toContain("## The tensor with the largest error\n\n### a");
  });

  it("shows the calls at which the error grows most, in their order", () => {
    const growth = Array.from({ length: 60 }, (_, call) => ({
      call,
      layer: `l${call}`,
      name: `n${call}.`,
      relativeL2: 0.1,
      growth: call < 10 ? 1 : 2,
    }));
    const tensors = [dumped("out", 1, "output")];
    const text = render(compareRun({ tensors, growth }));
    expect(text).not.toContain("| n9. |");
    expect(text.indexOf("| n10. |")).toBeLessThan(text.indexOf("| n59. |"));
    expect(text).toContain("The 50 of 60 calls at which it grows most.");
  });

  it("says why no divergence is named, for dumps alone", () => {
    expect(render(compareRun())).not.toContain("First divergence");
    const text = render(
      compareRun({ tensors: [dumped("out", 1, "output")], firstDivergenceReason: "why not" }),
    );
    expect(text).toContain("## First divergence\n\nNone is named: why not.");
  });

  it("keeps its tables' columns and opens no tag whatever a name holds", () => {
    const text = render(hostile());
    const outsideFences = text.replaceAll(/^```text\n[\s\S]*?^```$/gm, "");
    expect(outsideFences).not.toMatch(/<script>/);
    const tables = outsideFences
      .split(/\n(?!\|)/)
      .map((block) => block.split("\n").filter((line) => line.startsWith("|")));
    for (const table of tables.filter((rows) => rows.length > 0))
      expect(new Set(table.map((line) => line.replaceAll("\\|", "").split("|").length)).size, table[0]).toBe(
        1,
      );
  });

  it("can be run again as it was", () => {
    expect(render(compareRun())).toContain("```sh\nfvalidate compare native.npy flagos.npy\n```");
  });
});

describe("the CSV report", () => {
  const rowsOf = (run: CompareRun): string[][] => parse(REPORTERS.csv.render(run));

  it("has five columns everywhere, and no cell that a spreadsheet would run", () => {
    const rows = rowsOf(hostile());
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([5]));
    expect(rows.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  });

  it("holds every tensor, and the reason of a figure that is absent", () => {
    const tensors = Array.from({ length: 60 }, (_, at) => failing(`t${at}`));
    const rows = rowsOf(compareRun({ tensors, pairs: 60 }));
    expect(rows.filter(([section, , figure]) => section === "tensors" && figure === "outcome")).toHaveLength(
      60,
    );
    const undefinedFigure = result({ metrics: { cosine: null, cosineReason: "0/0" } });
    expect(rowsOf(compareRun({ tensors: [undefinedFigure] }))).toContainEqual([
      "metrics",
      "a",
      "cosine",
      "",
      "0/0",
    ]);
  });

  it("writes figures within figures under both names", () => {
    const rows = rowsOf(everything);
    expect(rows).toContainEqual(["golden", "out.1", "candidate.relativeL2", "0.1", ""]);
    expect(rows).toContainEqual(["growth", "out.1", "growth", "400", ""]);
    expect(rows).toContainEqual(["gates", "out.1", "cosine", "0.5", "fail: cosine 0.5 is not ≥ 0.999"]);
    expect(rows).toContainEqual(["missing", "gone", "from", "candidate", ""]);
  });
});

describe("the terminal summary", () => {
  const lines = (run: CompareRun) => summaryOf(run, "reports/x/report.md", PLAIN).split("\n");

  it("of one tensor is short", () => {
    expect(lines(compareRun())).toEqual([
      "  CONSISTENT    flagos is close to native by torch.testing's tolerances",
      "",
      "  a [64, 64] float32",
      "    All 4096 elements are close",
      "",
      "  1 tensor: 1 pass · torch.testing's tolerances",
      "  reports/x/report.md",
    ]);
  });

  it("of everything names the worst, the first divergence, the golden and the missing", () => {
    expect(lines(everything)).toEqual([
      "  WARNING  The dtypes differ: out.1 is float32 in the baseline and bfloat16 in the candidate.",
      "",
      "  INCONSISTENT    flagos does not agree with native",
      "    - out.1: cosine 0.5 is not ≥ 0.999",
      "",
      "  worst: out.1 [64, 64] float32",
      "    cosine              0.5000                             limit ≥ 0.999  fail",
      "    distance to golden  candidate 0.1000  baseline 0.2000  relative L2",
      "    Mismatched elements: 3 / 4096 (0.073 %)",
      "    Greatest absolute difference: 0.5 at index (0, 12)",
      "",
      "  first divergence: call 1, mlp: its inputs pass",
      "",
      "  The candidate is nearer to the golden tensor than the baseline is.",
      "",
      "  not in the candidate: gone",
      "  not in the baseline: extra",
      "",
      "  3 tensors: 1 pass, 2 fail · limits of the policy floor · cosine>=0.999",
      "  reports/x/report.md",
    ]);
  });

  it("tells the greatest difference alone where the tolerance does not decide", () => {
    const greatestAbsolute = { value: 0.5, index: [0, 12], baseline: 1, candidate: 1.5 };
    const [tensor] = compareRun().tensors as ComparedTensor[];
    if (tensor === undefined) throw new Error("no tensor");
    const tensors = [
      { ...tensor, closeness: { ...tensor.closeness, greatestAbsolute }, message: "Mismatched" },
    ];
    const settings = compareRun().settings;
    const shown = (closeness: boolean) =>
      lines(compareRun({ tensors, settings: { ...settings, closeness } }))[3];
    expect(shown(true)).toBe("    Mismatched");
    expect(shown(false)).toBe(
      "    greatest absolute difference 0.500000 at index (0, 12): baseline 1, candidate 1.50000",
    );
  });

  it("prints the units of gates, and p before its figure", () => {
    const gates = [
      gate({ label: "MAPE", unit: "%", value: 6, limit: 5, comparison: "<=" }),
      gate({ label: "error coherence", unit: "p", value: 0.25, limit: 0.01, outcome: "pass" }),
      gate({ label: "nothing", value: 0, outcome: "pass" }),
    ];
    expect(lines(compareRun({ tensors: [result({ gates })] })).slice(3, 6)).toEqual([
      "    MAPE             6 %       limit ≤ 5 %  fail",
      "    error coherence  p 0.2500  limit ≥ 0.01",
      "    All 4096 elements are close",
    ]);
  });

  it("says how many tensors were not reached, and why no divergence is named", () => {
    const stopped = compareRun({ status: "interrupted", pairs: 5, verdict: "inconclusive" });
    expect(lines(stopped).at(-2)).toContain("5 tensors: 1 pass, 4 not reached");
    const unnamed = compareRun({
      tensors: [dumped("out", 1, "output")],
      verdict: "inconsistent",
      firstDivergenceReason: "why not",
    });
    expect(lines(unnamed)).toContain("  first divergence: none is named: why not");
  });

  it("makes control characters visible and long names short", () => {
    const text = summaryOf(hostile(), "r", PLAIN);
    expect(text).not.toContain("\u001b");
    const long = compareRun({ tensors: [result({ name: "x".repeat(500) })] });
    expect(lines(long).every((line) => line.length < 120)).toBe(true);
  });
});
