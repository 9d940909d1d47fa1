import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AnyRun, RUN_SCHEMAS, type RunKind } from "../../../src/contracts/any-run.ts";
import type { ComparedRun } from "../../../src/contracts/run-result.ts";
import { comparisonPage } from "../../../src/report/view/comparison.ts";
import { numbersIn } from "../../../src/report/view/flatten.ts";
import { result } from "../../compare/tensors/results.ts";
import { benchRun, hostileRun } from "../bench/runs.ts";
import { compareRun } from "../tensors/runs.ts";
import { htmlFaults, tableOf } from "./html-faults.ts";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);

function read<Kind extends RunKind>(kind: Kind, path: string) {
  return RUN_SCHEMAS[kind].parse(JSON.parse(readFileSync(new URL(path, FIXTURES), "utf8")));
}

const recorded = read("pi0", "runs/pi0-h200.json") as ComparedRun;
const live = read("pi0", "pi0/h200-live/run.json") as ComparedRun;
const page = (a: AnyRun, b: AnyRun) => comparisonPage({ name: "one", run: a }, { name: "other", run: b });

/** As a spreadsheet would read it. */
const numberIn = (text: string | undefined) => Number.parseFloat((text ?? "").replace("−", "-"));

describe("two runs of pi0 side by side", () => {
  const text = page(recorded, live);

  it("show every metric that both have, with its difference", () => {
    const [, ...rows] = tableOf(text, "Metrics");
    const { metrics, descriptions } = recorded;
    const numeric = Object.keys(metrics).filter(
      (key) => typeof metrics[key] === "number" && typeof live.metrics[key] === "number",
    );
    expect(numeric.length).toBeGreaterThan(15);
    for (const key of numeric) {
      const row = rows.find(([label]) => label === descriptions[key]?.label);
      const [a, b] = [Number(metrics[key]), Number(live.metrics[key])];
      // Six digits are printed, and four of the difference.
      expect(numberIn(row?.[1]) / a || 1, key).toBeCloseTo(1, 4);
      expect(numberIn(row?.[2]) / b || 1, key).toBeCloseTo(1, 4);
      expect(numberIn(row?.[3]) / (b - a) || 1, key).toBeCloseTo(1, 3);
    }
  });

  it("show each gate of both, and mark the one that turned", () => {
    const [, ...rows] = tableOf(text, "Each gate");
    expect(rows).toHaveLength(recorded.gates.length);
    const mape = rows.find(([label]) => label?.startsWith("MAPE"));
    const outcome = ({ gates }: ComparedRun) => gates.find(({ name }) => name === "mapePercent")?.outcome;
    expect(mape?.slice(-2)).toEqual([`✓ ${outcome(recorded)}`, `✗ ${outcome(live)}`]);
  });

  it("name the settings and environments that differ, and none that do not", () => {
    const [, ...rows] = tableOf(text, "What is not the same");
    for (const [, a, b] of rows) expect(a).not.toBe(b);
    expect(rows.map(([name]) => name)).toContain("baseline · source");
    const own = page(recorded, recorded);
    expect(own).toContain("None that both runs have.");
  });

  it("warn of runs that asked different questions", () => {
    const asked = (sha256: string): AnyRun => ({ ...live, capsule: { ...live.capsule, sha256 } });
    expect(page(asked("a"), asked("b"))).toContain("asked different questions");
    expect(page(asked("a"), asked("a"))).not.toContain("asked different questions");
  });

  it("leave a difference out where a figure is not finite", () => {
    const infinite = { ...recorded, metrics: { ...recorded.metrics, mapePercent: "Infinity" } };
    const row = tableOf(page(recorded, infinite), "Metrics").find(([label]) => label === "MAPE (naive)");
    expect(row?.slice(2)).toEqual(["Infinity %", ""]);
  });
});

describe("two runs of benchmarks side by side", () => {
  const ernie = benchRun("bench-ernie");
  const moved = {
    ...ernie,
    benchmarks: ernie.benchmarks.map((one) =>
      "deltaPoints" in one
        ? { ...one, deltaPoints: one.deltaPoints + 1.25, verdict: "inconsistent" as const }
        : one,
    ),
  };

  it("have a row for each benchmark, with both differences and theirs", () => {
    const [, ...rows] = tableOf(page(ernie, moved), "Candidate − baseline");
    expect(rows).toHaveLength(ernie.benchmarks.length);
    const compared = ernie.benchmarks.filter((one) => "deltaPoints" in one);
    expect(compared.length).toBeGreaterThan(0);
    for (const one of compared) {
      const row = rows.find(([name]) => name === one.cardName);
      expect(numberIn(row?.[3])).toBeCloseTo(one.deltaPoints, 2);
      expect(row?.[5]).toBe("+1.250");
      expect(row?.at(-1)).toBe("✗ inconsistent");
    }
  });

  it("name those that one run alone has", () => {
    const [first, ...others] = ernie.benchmarks;
    const text = page(ernie, { ...ernie, benchmarks: others });
    expect(text).toContain(`In run A only: ${first?.cardName}.`);
  });

  it("print accuracies as fractions and their differences as points", () => {
    const one = ernie.benchmarks.find((found) => "deltaPoints" in found);
    if (one === undefined || !("deltaPoints" in one)) throw new Error("nothing was compared");
    const better = {
      ...one,
      candidate: { ...one.candidate, accuracy: (one.candidate.accuracy ?? 0) + 0.015 },
    };
    const text = page({ ...ernie, benchmarks: [one] }, { ...ernie, benchmarks: [better] });
    const row = tableOf(text, `${one.cardName}`).find(([label]) => label === "candidate · accuracy");
    expect(numberIn(row?.[1])).toBeCloseTo(one.candidate.accuracy ?? 0, 4);
    expect(row?.[3]).toBe("+1.500 points");
  });
});

describe("two comparisons of tensors side by side", () => {
  it("begin with the tensors whose outcome turned, then those that moved most", () => {
    const tensor = (name: string, relativeL2: number, outcome: "pass" | "fail" = "pass") =>
      result({ name, outcome, metrics: { relativeL2, maxAbsolute: relativeL2 } });
    const a = compareRun({ tensors: [tensor("little", 0.1), tensor("much", 0.1), tensor("turned", 0.1)] });
    const b = compareRun({
      tensors: [tensor("little", 0.11), tensor("much", 0.5), tensor("turned", 0.1, "fail")],
    });
    const [, ...rows] = tableOf(page(a, b), "3 tensors");
    expect(rows.map(([name]) => name)).toEqual(["turned", "much", "little"]);
    expect(rows[1]?.slice(3, 6)).toEqual(["0.100000", "0.500000", "+0.4000"]);
  });
});

describe("whatever two runs hold", () => {
  const pairs: readonly (readonly [string, AnyRun, AnyRun])[] = [
    ["pi0", recorded, live],
    ["of different kinds", recorded, benchRun("bench-ernie")],
    ["bench", benchRun("bench-minicpm-vllm"), benchRun("bench-inconsistent")],
    ["one that failed", benchRun("bench-failed"), benchRun("bench-interrupted")],
    ["totals alone", benchRun("bench-outputs-totals"), benchRun("bench-outputs-totals")],
    ["hostile", hostileRun(benchRun("bench-inconsistent")), hostileRun(benchRun("bench-minicpm-vllm"))],
  ];

  it.each(pairs)("the page is valid HTML without a script of theirs: %s", async (_name, a, b) => {
    const text = page(a, b);
    expect(await htmlFaults(text)).toEqual([]);
    expect(text).not.toContain("<script>alert");
    expect(text.length).toBeLessThan(2_000_000);
  });
});

describe("numbers of an object", () => {
  it("are found however deep, intervals by their ends and indices left out", () => {
    const found = {
      a: { b: 1, why: "text", list: [3, 4, 5] },
      ci95Points: [-1, 2],
      none: null,
      far: "Infinity",
    };
    expect(numbersIn(found).map(({ path, value }) => [path.join("."), value])).toEqual([
      ["a.b", 1],
      ["ci95Points.low", -1],
      ["ci95Points.high", 2],
      ["none", null],
      ["far", "Infinity"],
    ]);
  });
});
