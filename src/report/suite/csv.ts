import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import { type CsvCell, csvText } from "../csv-text.ts";

type Row = readonly [section: string, part: string, figure: string, value: CsvCell, note: string];

/** What is known of a suite's run, one figure a line; each part's own figures are in its own report.csv. */
export function suiteCsv(run: SuiteRun): string {
  return csvText(
    ["section", "part", "figure", "value", "note"],
    [...suiteRows(run), ...run.parts.flatMap(partRows)],
  );
}

function suiteRows({ id, suite, status, verdict, headline, warnings, reasons, ...run }: SuiteRun): Row[] {
  return [
    ["suite", "", "id", id, ""],
    ["suite", "", "name", suite.name, suite.title],
    ["suite", "", "status", status, run.failure?.message ?? ""],
    ["suite", "", "verdict", verdict, headline],
    ["suite", "", "durationMilliseconds", run.durationMilliseconds, ""],
    ...warnings.map((text): Row => ["suite", "", "warning", text, ""]),
    ...reasons.map((text): Row => ["suite", "", "reason", text, ""]),
  ];
}

function partRows(part: PartRun): Row[] {
  const { name, failure, drift } = part;
  const row = (figure: string, value: CsvCell, note = ""): Row => ["part", name, figure, value, note];
  return [
    row("kind", part.kind),
    row("suite", part.suite.name, part.suite.title),
    row("baseline", part.baseline.stack, part.baseline.label),
    row("candidate", part.candidate.stack, part.candidate.label),
    row("folder", part.folder),
    row("id", part.id),
    row("status", part.status, failure === null ? "" : `${failure.kind}: ${failure.message}`),
    row("verdict", part.verdict, part.headline),
    row("durationMilliseconds", part.durationMilliseconds),
    ...(drift === null ? [] : [row("drift", drift.verdict, drift.headline)]),
    ...part.figures.map(({ label, value, unit }): Row => ["figure", name, label, value, unit]),
    ...part.reasons.map((text) => row("reason", text)),
    ...part.warnings.map((text) => row("warning", text)),
  ];
}
