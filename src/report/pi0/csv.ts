import type { RunResult } from "../../contracts/run-result.ts";
import { csvText } from "../csv-text.ts";

type Cell = string | number | null;
type Row = readonly [section: string, index: Cell, figure: string, value: Cell, note: string];

/** Every figure of a run of pi0, one a line. */
export function pi0Csv(result: RunResult): string {
  return csvText(["section", "index", "figure", "value", "note"], rowsOf(result));
}

function rowsOf(result: RunResult): Row[] {
  return [
    ["run", null, "id", result.id, ""],
    ["run", null, "origin", result.origin, ""],
    ["run", null, "baseline", result.baseline.label, result.baseline.source],
    ["run", null, "candidate", result.candidate.label, result.candidate.source],
    ["run", null, "verdict", result.verdict, result.headline],
    ...result.gates.map(
      (gate): Row => ["gates", null, gate.name, gate.value, `${gate.outcome}: ${gate.reason}`],
    ),
    ...comparisonRows(result),
    ...latencyRows(result),
  ];
}

function comparisonRows(result: RunResult): Row[] {
  if (result.metrics === null) return [["metrics", null, "elements", 0, result.metricsReason]];
  return [
    ...figureRows("metrics", result.metrics),
    ...figureRows("mapeConventions", result.mapeConventions),
    ...Object.entries(result.floors).flatMap(([name, floor]) =>
      floor.wapePercent === null
        ? [["floors", name, "wapePercent", null, floor.reason] satisfies Row]
        : objectRows("floors", name, floor),
    ),
    ...(result.golden === null ? [] : objectRows("golden", "baseline", result.golden.baseline)),
    ...(result.golden === null ? [] : objectRows("golden", "candidate", result.golden.candidate)),
    ...objectRows("errorCoherence", null, result.errorCoherence),
    ...(result.endEffector === undefined ? [] : objectRows("endEffector", null, result.endEffector)),
    ...result.observations.flatMap(({ index, ...row }) => objectRows("observations", index, row)),
    ...result.dimensions.flatMap(({ index, ...row }) => objectRows("dimensions", index, row)),
    ...result.horizon.flatMap(({ index, ...row }) => objectRows("horizon", index, row)),
    ...(result.growth ?? []).flatMap(({ step, ...row }) => objectRows("growth", step, row)),
  ];
}

function latencyRows({ latency }: RunResult): Row[] {
  return (["baseline", "candidate"] as const).flatMap((arm) => {
    const times = latency[arm];
    return times === null ? [] : objectRows("latency", arm, times);
  });
}

/** Figures with the reason of an absent one beside it, not as a figure of its own. */
function figureRows(section: string, figures: Readonly<Record<string, unknown>>): Row[] {
  const keys = Object.keys(figures).filter((key) => !(key.endsWith("Reason") && key.slice(0, -6) in figures));
  return keys.map((key) => [section, null, key, cell(figures[key]), String(figures[`${key}Reason`] ?? "")]);
}

function objectRows(section: string, index: Cell, figures: Readonly<Record<string, unknown>>): Row[] {
  return Object.entries(figures).map(([key, value]) => [section, index, key, cell(value), ""]);
}

function cell(value: unknown): Cell {
  if (typeof value === "number" || typeof value === "string" || value === null) return value;
  return Array.isArray(value) ? value.join(" ") : String(value);
}
