import type { CompareRun } from "../../contracts/compare-run.ts";
import { escapeData } from "../data-text.ts";
import { commandBlock } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";

/** What was compared by which rules, and how to do it again. */
export function settingsSections(run: CompareRun): string[] {
  const { baseline, candidate, tool, id, createdAt, command } = run;
  const keys = [...new Set([...Object.keys(baseline.environment), ...Object.keys(candidate.environment)])];
  const rows = keys.map((key) => [key, baseline.environment[key] ?? "", candidate.environment[key] ?? ""]);
  return [
    "## Settings",
    dataTable(["", ""], ruleRows(run), "all"),
    "## Files",
    dataTable(["", `baseline: ${baseline.label}`, `candidate: ${candidate.label}`], rows, "all"),
    notes(run),
    "## How to reproduce",
    commandBlock(command),
    `fvalidate ${escapeData(tool.version)} on Node ${escapeData(tool.node)}, run ${escapeData(id)} of ${escapeData(createdAt)}.`,
  ].filter((section) => section !== "");
}

/** By which rules tensors were compared: what was chosen, and how. */
export function ruleRows({ settings }: CompareRun): string[][] {
  const { floor, observationAxis, golden, closeness } = settings;
  const rows: (readonly [string, string | null])[] = [
    ["tolerance", `${settings.tolerance}${closeness ? "" : " (shown, does not decide)"}`],
    ["gates", settings.gates.length === 0 ? "none of their own" : settings.gates.join(", ")],
    ["MAPE", settings.mapeConvention],
    ["only", settings.only],
    ["mapping", settings.mapping],
    ["names on one side only", settings.allowMissing ? "let pass" : "fail"],
    ["golden", golden],
    ["floor", floor],
    ["limit on MAPE", floor === null ? null : `${settings.maxMapePercent} %`],
    ["limit on WAPE", floor === null ? null : `${settings.maxFloors} floors`],
    ["axis of the observations", observationAxis === null ? null : String(observationAxis)],
    ["smallest p of error coherence", observationAxis === null ? null : String(settings.minCoherenceP)],
    ["seed", String(settings.seed)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function notes({ baseline, candidate }: CompareRun): string {
  const all = [baseline, candidate].flatMap(({ label, evidence }) =>
    (evidence.notes ?? []).map((note) => `- ${escapeData(label)}: ${escapeData(note)}`),
  );
  return all.join("\n");
}
