import type { ComparedRun, GroupErrors, RunResult } from "../../contracts/run-result.ts";
import { escapeText, markdownTable } from "../markdown-table.ts";
import { type Printable, printFixed, printNumber, withUnit } from "../numbers.ts";
import { endEffectorSection } from "./markdown-end-effector.ts";

/** Everything that a comparison has tables for; nothing for a run that compared nothing. */
export function comparisonSections(result: RunResult): string[] {
  if (result.metrics === null) return [];
  return [
    "## Metrics",
    figuresTable(result, result.metrics, [
      "metric",
      "value",
      "what it is (a baseline, b candidate, d = b − a)",
    ]),
    intervals(result),
    restricted(result),
    nonFinite(result),
    "## MAPE conventions",
    figuresTable(result, result.mapeConventions, ["convention", "MAPE", "formula"]),
    largestTerms(result),
    "## Floors and distances",
    distances(result),
    coherence(result),
    ...endEffectorSection(result),
    "## By action dimension",
    groups("dimension", result.dimensions),
    "## By horizon step",
    groups("step", result.horizon),
    "## By observation",
    groups("observation", result.observations),
    "## Growth over the denoising steps",
    growth(result),
  ].filter((section) => section !== "");
}

function figuresTable(result: ComparedRun, figures: ComparedRun["metrics"], header: string[]): string {
  const keys = Object.keys(figures).filter((key) => key in result.descriptions);
  const rows = keys.map((key) => {
    const { label = key, unit = "", description = "" } = result.descriptions[key] ?? {};
    const why = figures[`${key}Reason`];
    return [
      label,
      withUnit(printNumber(figures[key]), unit),
      typeof why === "string" ? `${description}; undefined here: ${why}` : description,
    ];
  });
  return markdownTable(header, rows, "left");
}

function intervals({ intervals: found }: ComparedRun): string {
  const { mapePercent, wapePercent, resamples } = found;
  if (mapePercent === null || wapePercent === null) return "";
  const range = (interval: readonly Printable[]) =>
    interval.map((bound) => printNumber(bound, 4)).join(" to ");
  return (
    `95 % intervals by ${resamples} bootstrap resamples of whole observations: ` +
    `MAPE ${range(mapePercent)} %, WAPE ${range(wapePercent)} %.`
  );
}

function restricted({ actionDimensions }: ComparedRun): string {
  const { compared, answered, all } = actionDimensions;
  if (all === null) return "";
  return (
    `Compared are the first ${compared} of ${answered} action dimensions. Over all ${answered}: ` +
    `MAPE ${printNumber(all.mapePercent)} %, WAPE ${printNumber(all.wapePercent)} %.`
  );
}

function nonFinite({ nonFinite: counts, baseline, candidate }: ComparedRun): string {
  if (counts.excluded === 0) return "";
  const row = (label: string, found: Record<string, number>) => [
    label,
    String(found["nan"] ?? 0),
    String(found["positiveInfinity"] ?? 0),
    String(found["negativeInfinity"] ?? 0),
  ];
  return markdownTable(
    ["non-finite elements", "NaN", "+∞", "−∞"],
    [row(baseline.label, counts.baseline), row(candidate.label, counts.candidate)],
  );
}

function largestTerms({ largestTerms: terms, metrics }: ComparedRun): string {
  if (terms.length === 0) return "";
  const rows = terms.map(({ index, baseline, candidate, percent }) => [
    `[${index.join(", ")}]`,
    printNumber(baseline),
    printNumber(candidate),
    `${printNumber(percent, 4)} %`,
  ]);
  const share = printFixed(metrics["mapeSharePercent"], 1);
  return (
    `The largest 1 % of its terms hold ${share} % of the naive MAPE. The largest terms ` +
    `([observation, step, dimension]):\n\n${markdownTable(["index", "baseline", "candidate", "|d|/|a|"], rows)}`
  );
}

function distances(result: ComparedRun): string {
  const { floors, golden, baseline, candidate, metrics } = result;
  const rows = [
    [
      `${candidate.label} against ${baseline.label}`,
      printNumber(metrics["wapePercent"]),
      printNumber(metrics["mapePercent"]),
      "",
    ],
    floorRow("perturbation floor", floors.perturbation),
    floorRow(`repeat floor of ${baseline.label}`, floors.baselineRepeat),
    floorRow(`repeat floor of ${candidate.label}`, floors.candidateRepeat),
  ];
  if (golden !== null) {
    for (const [arm, label] of [
      ["baseline", baseline.label],
      ["candidate", candidate.label],
    ] as const) {
      const distance = golden[arm];
      rows.push([
        `${label} against ${golden.label} (golden)`,
        printNumber(distance.wapePercent),
        printNumber(distance.mapePercent),
        "golden is the reference here",
      ]);
    }
  }
  return markdownTable(["pair", "WAPE %", "MAPE %", "note"], rows, "left");
}

function floorRow(name: string, floor: ComparedRun["floors"]["perturbation"]): string[] {
  if (floor.wapePercent === null) return [name, "n/a", "n/a", floor.reason];
  const note = floor.bitIdentical ? `${floor.change}; bit-identical` : floor.change;
  return [name, printNumber(floor.wapePercent), printNumber(floor.mapePercent), note];
}

function coherence({ errorCoherence }: ComparedRun): string {
  const { meanCosine, p, method, flips, flipsAtLeastAsLarge, observations } = errorCoherence;
  if (meanCosine === null)
    return `Error coherence: n/a (${escapeText(errorCoherence.meanCosineReason ?? "")}).`;
  return (
    `Error coherence: mean cosine ${printNumber(meanCosine, 4)} between the error tensors of ${observations} observations, ` +
    `p = ${printNumber(p, 4)} (${method ?? ""}: ${flipsAtLeastAsLarge ?? 0} of ${flips ?? 0} at least as large). ` +
    "Rounding errors of different observations are not alike; those of a wrong formula are."
  );
}

function groups(name: string, rows: readonly GroupErrors[]): string {
  return markdownTable(
    [name, "MAPE %", "WAPE %", "relative L2", "max abs"],
    rows.map(({ index, mapePercent, wapePercent, relativeL2, maxAbsolute }) => [
      String(index),
      printNumber(mapePercent, 4),
      printNumber(wapePercent, 4),
      printNumber(relativeL2, 4),
      printNumber(maxAbsolute, 4),
    ]),
  );
}

function growth(result: ComparedRun): string {
  if (result.growth === null) return `Not measured: ${escapeText(result.growthReason ?? "")}.`;
  return markdownTable(
    ["denoising step", "relative L2 of x_t", "growth"],
    result.growth.map(({ step, relativeL2, growth: factor }) => [
      String(step),
      printNumber(relativeL2, 4),
      factor === null ? "" : `× ${printNumber(factor, 3)}`,
    ]),
  );
}
