import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import { csvLines, csvText } from "../csv-text.ts";
import { isMeasured } from "./figures.ts";

type Cell = string | number | null;
type Row = readonly [section: string, name: string, figure: string, value: Cell, note: string];

/** Every figure of every tensor, one a line. */
export function tensorsCsv(run: CompareRun): string {
  const head = csvText(["section", "name", "figure", "value", "note"], rowsOf(run));
  // Of thousands of tensors, the rows of one at a time are in memory.
  return head + run.tensors.map((tensor) => csvLines(tensorRows(tensor))).join("");
}

function rowsOf(run: CompareRun): Row[] {
  const { missing, growth, settings } = run;
  return [
    ...runRows(run),
    ...run.warnings.map((warning, at): Row => ["warnings", String(at + 1), "warning", warning, ""]),
    ...run.reasons.map((reason, at): Row => ["reasons", String(at + 1), "reason", reason, ""]),
    ...objectRows("settings", "", settings),
    ...missing.fromCandidate.map((name): Row => ["missing", name, "from", "candidate", ""]),
    ...missing.fromBaseline.map((name): Row => ["missing", name, "from", "baseline", ""]),
    ...divergenceRows(run),
    ...growth.flatMap(({ name, ...point }) => objectRows("growth", name, point)),
  ];
}

function runRows({
  id,
  origin,
  status,
  failure,
  baseline,
  candidate,
  verdict,
  headline,
  pairs,
}: CompareRun): Row[] {
  return [
    ["run", "", "id", id, ""],
    ["run", "", "origin", origin, ""],
    ["run", "", "status", status, failure?.message ?? ""],
    ["run", "", "baseline", baseline.label, baseline.source],
    ["run", "", "candidate", candidate.label, candidate.source],
    ["run", "", "verdict", verdict, headline],
    ["run", "", "pairs", pairs, ""],
  ];
}

function divergenceRows({ firstDivergence: found, firstDivergenceReason, goldenSummary }: CompareRun): Row[] {
  const golden: Row[] = goldenSummary === undefined ? [] : [["run", "", "goldenSummary", goldenSummary, ""]];
  if (found === null) return [...golden, ["firstDivergence", "", "call", null, firstDivergenceReason ?? ""]];
  const { inputs, outputs, ...call } = found;
  return [
    ...golden,
    ...objectRows("firstDivergence", "", call),
    ...inputs.map((name): Row => ["firstDivergence", name, "part", "input", ""]),
    ...outputs.map((name): Row => ["firstDivergence", name, "part", "output", ""]),
  ];
}

function tensorRows(tensor: TensorResult): Row[] {
  const { name, candidateName, dump, baseline, candidate, outcome, message, reasons } = tensor;
  return [
    ["tensors", name, "outcome", outcome, reasons.join("; ")],
    ["tensors", name, "message", message, ""],
    ...(candidateName === undefined
      ? []
      : [["tensors", name, "candidateName", candidateName, ""] satisfies Row]),
    ...(dump === null ? [] : objectRows("dump", name, dump)),
    ...objectRows("baseline", name, baseline),
    ...objectRows("candidate", name, candidate),
    ...tensor.gates.map(
      (gate): Row => ["gates", name, gate.name, gate.value, `${gate.outcome}: ${gate.reason}`],
    ),
    ...(isMeasured(tensor)
      ? measuredRows(tensor)
      : [["metrics", name, "elements", 0, tensor.metricsReason] satisfies Row]),
  ];
}

function measuredRows(tensor: Extract<TensorResult, { closeness: unknown }>): Row[] {
  const { name, golden, floor, errorCoherence } = tensor;
  const { greatestAbsolute, greatestRelative, ...closeness } = tensor.closeness;
  return [
    ...figureRows("metrics", name, tensor.metrics),
    ...figureRows("mapeConventions", name, tensor.mapeConventions),
    ...objectRows("closeness", name, closeness),
    ...objectRows("greatestAbsolute", name, greatestAbsolute ?? {}),
    ...objectRows("greatestRelative", name, greatestRelative ?? {}),
    ...objectRows("nonFinite", name, tensor.nonFinite),
    ...objectRows("floor", name, floor ?? {}),
    ...objectRows("golden", name, golden ?? {}),
    ...objectRows("errorCoherence", name, errorCoherence ?? {}),
  ];
}

/** Figures with the reason of an absent one beside it, not as a figure of its own. */
function figureRows(section: string, name: string, figures: Readonly<Record<string, unknown>>): Row[] {
  const keys = Object.keys(figures).filter((key) => !(key.endsWith("Reason") && key.slice(0, -6) in figures));
  return keys.map((key) => [section, name, key, cell(figures[key]), String(figures[`${key}Reason`] ?? "")]);
}

/** A line for each figure; those of an object within it are named after both. */
function objectRows(section: string, name: string, figures: Readonly<Record<string, unknown>>): Row[] {
  return Object.entries(figures).flatMap(([key, value]): Row[] =>
    isObject(value)
      ? Object.entries(value).map(([inner, figure]) => [section, name, `${key}.${inner}`, cell(figure), ""])
      : [[section, name, key, cell(value), ""]],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cell(value: unknown): Cell {
  if (typeof value === "number" || typeof value === "string" || value === null) return value;
  return Array.isArray(value) ? value.join(" ") : String(value);
}
