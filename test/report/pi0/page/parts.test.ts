import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunEvidence } from "../../../../src/contracts/run-evidence.ts";
import type { ComparedRun } from "../../../../src/contracts/run-result.ts";
import {
  actionErrors,
  curveOf,
  largestError,
  meanErrors,
  rangeOf,
  worstFirst,
} from "../../../../src/report/pi0/page/action-errors.ts";
import { curveData } from "../../../../src/report/pi0/page/curve-data.ts";
import { actionDomain } from "../../../../src/report/pi0/page/curve-scale.ts";
import { logarithmicBins } from "../../../../src/report/pi0/page/histogram.ts";
import { pi0Page } from "../../../../src/report/pi0/page/page.ts";
import { pi0Evidence, pi0Run, smallPi0 } from "../../page/pages.ts";

let evidence: RunEvidence;
beforeAll(async () => {
  evidence = await pi0Evidence();
});

const errorsOf = (run: ComparedRun, { actions }: RunEvidence) => actionErrors(run, actions!);
const documentOf = (run: ComparedRun, shown: RunEvidence) => parseHTML(pi0Page(run, shown)).document;

describe("what lies between both arms", () => {
  it("agrees with the run's own figures", () => {
    const run = pi0Run();
    const errors = errorsOf(run, evidence);
    expect(largestError(errors)).toBe(run.metrics["maxAbsolute"]);
    const [mean] = meanErrors(errors, 1, () => 0);
    expect(mean).toBeCloseTo(run.metrics["meanAbsolute"] as number, 12);
    const byDimension = meanErrors(errors, 32, ({ dimension }) => dimension);
    const references = meanErrors({ ...errors, errors: errors.baseline }, 32, ({ dimension }) => dimension);
    byDimension.forEach((value, dimension) => {
      expect((100 * value) / references[dimension]!).toBeCloseTo(
        run.dimensions[dimension]!.wapePercent as number,
        9,
      );
    });
  });

  it("is that of the compared dimensions where some were left out", () => {
    const run = pi0Run({ shape: { observations: 12, steps: 50, dimensions: 14 } });
    const [all, some] = [errorsOf(pi0Run(), evidence), errorsOf(run, evidence)];
    const at = { observation: 7, dimension: 13 };
    expect(some.dimensions).toBe(14);
    expect(curveOf(some, some.errors, at)).toEqual(curveOf(all, all.errors, at));
    expect(rangeOf(some, [some.baseline], 13)).toEqual(rangeOf(all, [all.baseline], 13));
  });

  it("is worst where it is not finite, and least where it is not known", () => {
    const group = (index: number, wapePercent: number | "Infinity" | null) => ({
      index,
      wapePercent,
      mapePercent: null,
      relativeL2: null,
      maxAbsolute: 0,
    });
    const groups = [group(0, 0.2), group(1, null), group(2, "Infinity"), group(3, 0.4), group(4, 0.4)];
    expect(worstFirst(groups, 5)).toEqual([2, 3, 4, 0, 1]);
  });
});

describe("bins of errors", () => {
  it("hold every error once, and all of their sum", () => {
    const bins = logarithmicBins([1e-4, 1.5e-4, 2e-3, 1, 1]);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(bins.reduce((sum, { sharePercent }) => sum + sharePercent, 0)).toBeCloseTo(100, 9);
    expect(bins.reduce((sum, { weightPercent }) => sum + weightPercent, 0)).toBeCloseTo(100, 9);
    expect(bins.at(-1)).toMatchObject({ from: 1, count: 2, sharePercent: 40 });
    for (const { from, to } of bins) expect(to / from).toBeCloseTo(10 ** 0.2, 9);
  });

  it("are few, however small the least error is, and none where there is no error", () => {
    const bins = logarithmicBins([5e-324, 1]);
    expect(bins.length).toBe(61);
    expect(bins[0]?.count).toBe(1);
    expect(logarithmicBins([])).toEqual([]);
  });
});

it("the curves for the page's script come back to within what a pixel shows", () => {
  const { run, evidence: small } = smallPi0(evidence);
  const errors = errorsOf(run, small);
  errors.candidate[0] = Number.NaN;
  const { block, chosen } = curveData(errors, { observations: [2, 0, 1], most: 0.01 });
  expect(chosen).toEqual([2, 0, 1]);
  const { letters, curves } = JSON.parse(parseHTML(block.text).document.querySelector("script")!.textContent);
  const [low, high] = actionDomain(rangeOf(errors, [errors.baseline, errors.candidate], 0));
  const back = (text: string) =>
    (text.match(/../g) ?? []).map((pair) => {
      const level = letters.indexOf(pair[0]!) * 64 + letters.indexOf(pair[1]!);
      return pair === "  " ? Number.NaN : high - (level / 4095) * (high - low);
    });
  const [baseline, candidate] = curves[0][0];
  back(baseline).forEach((value, step) => {
    expect(value).toBeCloseTo(errors.baseline[step * 8]!, 2);
  });
  expect(back(candidate).map(Number.isNaN)).toEqual([true, false, false, false, false]);
});

it("of many observations, the worst can be chosen, and the page stays small", () => {
  const observations = 80;
  const size = observations * 50 * 32;
  const wave = Float64Array.from({ length: size }, (_, index) => Math.sin(index));
  const moved = wave.map((value, index) => value + 1e-3 * Math.cos(index));
  const set = (values: Float64Array) => ({
    shape: [observations, 50, 32] as const,
    values,
    dtype: "float32" as const,
  });
  const [one] = pi0Run().observations;
  const run = pi0Run({
    shape: { observations, steps: 50, dimensions: 32 },
    observations: Array.from({ length: observations }, (_, index) => ({
      ...one!,
      index,
      wapePercent: index,
    })),
  });
  const page = pi0Page(run, {
    ...evidence,
    actions: { baseline: set(wave), candidate: set(moved) },
  });
  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
  const { document } = parseHTML(page);
  const options = [...document.querySelectorAll("#observation option")].map((option) =>
    option.getAttribute("value"),
  );
  expect(options.slice(0, 2)).toEqual(["79", "78"]);
  expect(document.querySelector("[data-chooser]")?.textContent).toContain(
    `The ${options.length} worst of 80`,
  );
});

describe("a page of pi0 shows", () => {
  it("each gate with its value, its limit and its outcome", () => {
    const rows = [...documentOf(pi0Run(), evidence).querySelectorAll("#gates tbody tr")].map((row) =>
      [...row.children].map(({ textContent }) => textContent?.trim()),
    );
    expect(rows.length).toBe(pi0Run().gates.length);
    expect(rows[1]?.slice(0, 4)).toEqual(["MAPE", "0.8899 %", "≤ 5 %", "✓ pass"]);
  });

  it("arms without a difference", () => {
    const { run, evidence: small } = smallPi0(evidence, { bitIdentical: true });
    const same = { ...small, actions: { ...small.actions!, candidate: small.actions!.baseline } };
    expect(documentOf(run, same).querySelector("#sizes")?.textContent).toContain("No element differs");
  });

  it("arms that hold no number at all", () => {
    const { run, evidence: small } = smallPi0(evidence);
    const nothing = {
      ...small.actions!.candidate,
      values: small.actions!.candidate.values.map(() => Number.NaN),
    };
    const document = documentOf(run, { ...small, actions: { baseline: nothing, candidate: nothing } });
    expect(document.querySelectorAll("[data-dimension]").length).toBe(8);
    expect(document.querySelector("#sizes")?.textContent).toContain("No element differs");
  });

  it("one observation of one step in one dimension", () => {
    const run = pi0Run({ shape: { observations: 1, steps: 1, dimensions: 1 } });
    const one = (value: number) => ({
      shape: [1, 1, 1] as const,
      values: Float64Array.of(value),
      dtype: "float32" as const,
    });
    const document = documentOf(run, { ...evidence, actions: { baseline: one(1), candidate: one(1.5) } });
    expect(document.querySelectorAll("[data-dimension]").length).toBe(1);
    expect(document.querySelectorAll("#places rect").length).toBeGreaterThan(0);
  });
});
