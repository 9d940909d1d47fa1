import { Buffer } from "node:buffer";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { ComparedTensor, CompareRun, TensorResult } from "../../../src/contracts/compare-run.ts";
import { NO_EVIDENCE } from "../../../src/contracts/run-evidence.ts";
import { tensorsPage } from "../../../src/report/tensors/page/page.ts";
import { result, unmeasured } from "../../compare/tensors/results.ts";
import { htmlFaults, tableOf } from "../view/html-faults.ts";
import { compareRun } from "./runs.ts";

const HOSTILE = 'a|b "c" <script>alert(1)</script> \' & 日本語 👩‍🔬 \u202e\u0007\u001b[31m';
const MEGABYTE = 1024 * 1024;

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

const failing = (name: string, relativeL2: number): ComparedTensor =>
  result({
    name,
    outcome: "fail",
    gates: [gate()],
    metrics: { relativeL2, maxAbsolute: 0.25, wapePercent: 12.5, cosine: 0.5 },
    reasons: ["cosine 0.5 is not ≥ 0.999"],
    message: `Mismatched elements: 3 / 4096 (0.073 %)\nSmallest tolerance that would pass: --atol ${relativeL2} --rtol 0`,
  });

const everything = compareRun({
  verdict: "inconsistent",
  settings: {
    ...compareRun().settings,
    floor: "moved",
    golden: "exact",
    observationAxis: 0,
    mapping: "names.yaml",
  },
  tensors: [
    {
      ...failing("out.1", 0.5),
      candidateName: "module.out.1",
      floor: { wapePercent: 5, relativeL2: 0.2, maxAbsolute: 0.1, bitIdentical: false },
      golden: { nearer: null, reason: "exact has no out.1" },
      errorCoherence: {
        meanCosine: 0.9,
        p: 0.001,
        adjustedP: 0.003,
        tests: 3,
        flipsAtLeastAsLarge: 1,
        flips: 2048,
        method: "exact sign flips",
        observations: 12,
        zeroErrorObservations: 0,
      },
    },
    failing("out.2", 0.4),
    unmeasured({ name: "shapes" }),
    result({ name: "fine", outcome: "pass", metrics: { relativeL2: 0.001, maxAbsolute: 1e-6 } }),
  ],
  pairs: 4,
  missing: { fromCandidate: ["only.here"], fromBaseline: ["only.there"] },
  goldenSummary: "the candidate is nearer to the golden tensors in 1 of 1",
});

const page = (run: CompareRun) => tensorsPage(run, NO_EVIDENCE);

describe("the table of tensors", () => {
  it("has the run's figures, the worst first", () => {
    const [headings = [], ...rows] = tableOf(page(everything), "All tensors");
    const column = (title: string) => headings.indexOf(title);
    expect(rows.map(([name]) => name)).toEqual(["out.1", "out.2", "shapes", "fine"]);
    expect(rows.map((row) => row[column("outcome")])).toEqual(["✗ fail", "✗ fail", "✗ fail", "✓ pass"]);
    expect(rows.map((row) => row[column("relative L2")])).toEqual(["0.5000", "0.4000", "n/a", "0.001000"]);
    // WAPE of 12.5 % beside a floor of 5 %.
    expect(rows[0]?.[column("× floor")]).toBe("2.50");
    expect(rows[0]?.[column("p")]).toBe("0.003000");
    expect(rows.map((row) => row[column("rank")])).toEqual(["1", "2", "3", "4"]);
  });

  it("can be searched, and narrowed down to an outcome", () => {
    const { document } = parseHTML(page(everything));
    const items = [...document.querySelectorAll("#tensors [data-item]")];
    expect(items.map((item) => item.getAttribute("data-facet-outcome"))).toEqual([
      "fail",
      "fail",
      "fail",
      "pass",
    ]);
    expect(document.querySelector("#tensors [data-search]")).not.toBeNull();
    expect([...document.querySelectorAll("#tensors option")].map((one) => one.getAttribute("value"))).toEqual(
      ["", "fail", "pass"],
    );
  });

  it("leads from each tensor that does not pass to why", () => {
    const { document } = parseHTML(page(everything));
    for (const link of document.querySelectorAll("#tensors tbody a")) {
      const target = document.querySelector(link.getAttribute("href") ?? "");
      expect(target?.querySelector("summary")?.textContent).toContain(link.textContent);
    }
    const details = document.querySelector("#tensor-1")?.textContent ?? "";
    expect(details).toContain("Mismatched elements: 3 / 4096 (0.073 %)\nSmallest tolerance that would pass");
    expect(details).toContain("module.out.1");
    expect(details).toContain("Perturbation floor: WAPE 5 %");
    expect(details).toContain("p = 0.001000, 0.003000 adjusted for 3 tensors");
    expect(details).toContain("exact has no out.1");
    expect(tableOf(page(everything), "Gates of out.1")[1]).toEqual([
      "cosine",
      "0.500000",
      "≥ 0.999",
      "✗ fail",
      "cosine 0.5 is not ≥ 0.999",
    ]);
  });

  it("shows the largest errors where every tensor passes", () => {
    const { document } = parseHTML(page(compareRun()));
    expect(document.querySelector("#details h2")?.textContent).toBe("The tensors with the largest errors");
    expect(document.querySelectorAll("#details details.item")).toHaveLength(1);
  });
});

describe("names", () => {
  it("on one side only and renamed ones are listed", () => {
    const { document } = parseHTML(page(everything));
    const text = document.querySelector("#names")?.textContent ?? "";
    expect(text).toMatch(/1 not in the candidate\s+only\.here/);
    expect(text).toMatch(/1 not in the baseline\s+only\.there/);
    expect(tableOf(page(everything), "Names in the baseline")[1]).toEqual(["out.1", "module.out.1"]);
  });

  it("have no section where there are none", () => {
    expect(parseHTML(page(compareRun())).document.querySelector("#names")).toBeNull();
  });
});

describe("the growth over the calls", () => {
  const dump = (errors: readonly (number | string | null)[]): CompareRun =>
    compareRun({
      firstDivergence: {
        call: 3,
        layer: "mlp",
        inputs: ["mlp/input"],
        outputs: ["mlp/output"],
        reason: "its inputs pass and its outputs do not",
      },
      growth: errors.map((relativeL2, call) => ({
        call,
        layer: `layer${call}`,
        name: `layer${call}/output`,
        relativeL2,
        growth: null,
      })),
    } as Partial<CompareRun>);

  it("is drawn with a point for each call and the first divergence marked", () => {
    const { document } = parseHTML(page(dump([1e-7, 2e-7, 2e-7, 0.5, 0.6])));
    expect(document.querySelectorAll("#divergence svg circle")).toHaveLength(5);
    expect(document.querySelector("#divergence")?.textContent).toContain("Call 3, mlp");
    const heights = [...document.querySelectorAll("#divergence circle")].map((one) =>
      Number(one.getAttribute("cy")),
    );
    // Upwards is less; the step at call 3 is larger than all others together.
    const steps = heights.slice(1).map((height, at) => (heights[at] ?? 0) - height);
    expect(steps.indexOf(Math.max(...steps))).toBe(2);
  });

  it("says which calls a scale of powers of ten cannot show", () => {
    expect(page(dump([0, "NaN", null, 0.5, 0.6]))).toContain("3 calls without an error");
    expect(page(dump([0, 0, 0]))).toContain("No call of 3 has an error that could be drawn");
  });

  it("keeps the largest of neighbours where there are more calls than pixels", () => {
    const errors = Array.from({ length: 5000 }, (_, call) => (call === 2500 ? 0.9 : 1e-6));
    const { document } = parseHTML(page(dump(errors)));
    expect(document.querySelector("#divergence figcaption")?.textContent).toContain(
      "the largest of each 7 neighbours",
    );
    expect(document.querySelectorAll("#divergence circle")).toHaveLength(0);
    const paths = [...document.querySelectorAll("#divergence path")].map(
      (one) => one.getAttribute("d") ?? "",
    );
    const line = paths.find((path) => path.split("L").length > 500) ?? "";
    const heights = [...line.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.min(...heights)).toBeLessThan(heights[0] ?? 0);
  });
});

describe("a page of any size", () => {
  const long = "名".repeat(10_000);
  const thousands = (name: (index: number) => string, message = "x".repeat(500)) =>
    Array.from({ length: 12_000 }, (_, index) => ({ ...failing(name(index), 1 / (index + 1)), message }));

  it.each([
    ["layers' names", thousands((index) => `model.layers.${index}.mlp.down_proj.weight`)],
    [
      "hostile names of 10,000 characters",
      thousands((index) => `${index}${HOSTILE}${long}`, HOSTILE.repeat(100)),
    ],
  ])("stays under two megabytes with 12,000 tensors and tells what is left out: %s", (_name, tensors) => {
    const names = tensors.map(({ name }) => name);
    const text = page(
      compareRun({ tensors, pairs: tensors.length, missing: { fromCandidate: names, fromBaseline: names } }),
    );
    expect(Buffer.byteLength(text)).toBeLessThan(2 * MEGABYTE);
    const { document } = parseHTML(text);
    const shown = document.querySelectorAll("#tensors tbody tr").length;
    expect(shown).toBeGreaterThan(150);
    expect(text).toContain(`${12_000 - shown} tensors with smaller errors are not on this page.`);
    expect(document.querySelectorAll("#details details.item").length).toBeGreaterThan(10);
  });

  it("of hostile data is valid HTML and runs nothing of it", async () => {
    const tensor = {
      ...failing(HOSTILE, 0.5),
      candidateName: HOSTILE,
      message: `${HOSTILE}\n  ${HOSTILE}`,
      reasons: [HOSTILE],
    };
    const text = page(
      compareRun({
        tensors: [tensor, unmeasured({ name: HOSTILE, message: HOSTILE })],
        missing: { fromCandidate: [HOSTILE], fromBaseline: [HOSTILE] },
        warnings: [HOSTILE, "x".repeat(1_000_000)],
        settings: { ...compareRun().settings, mapping: HOSTILE, gates: [HOSTILE] },
      }),
    );
    expect(await htmlFaults(text)).toEqual([]);
    expect(text).not.toContain("<script>alert");
    expect(Buffer.byteLength(text)).toBeLessThan(MEGABYTE);
  });

  it.each([
    ["everything", everything],
    ["one tensor", compareRun()],
    ["nothing", compareRun({ tensors: [], pairs: 3, status: "interrupted", verdict: "inconclusive" })],
  ])("is valid HTML: %s", async (_name, run) => expect(await htmlFaults(page(run))).toEqual([]));
});
