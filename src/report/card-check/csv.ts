import type { CardCheck, CardCheckRow, CardCheckRun } from "../../contracts/card-check-run.ts";
import { type CsvCell, csvText } from "../csv-text.ts";

type Row = readonly [
  section: string,
  line: number | null,
  name: string,
  figure: string,
  value: CsvCell,
  note: string,
];

/** Every figure of a card beside the run's, one a line. */
export function cardCheckCsv(run: CardCheckRun): string {
  return csvText(["section", "line", "name", "figure", "value", "note"], rowsOf(run));
}

function rowsOf(run: CardCheckRun): Row[] {
  const { checked, card } = run;
  return [
    ["run", null, "", "id", run.id, ""],
    ["run", null, "", "origin", run.origin, ""],
    ["run", null, "", "verdict", run.verdict, run.headline],
    ["run", null, "", "checked", checked.id, `${checked.verdict}: ${checked.headline}`],
    ["run", null, "", "card", card.path, card.sha256],
    ...texts("warnings", run.warnings),
    ...texts("reasons", run.reasons),
    ...run.rows.flatMap(cardRows),
    ...run.notOnCard.map(({ name, cardName }): Row => ["notOnCard", null, name, "benchmark", cardName, ""]),
    ...texts("assumptions", run.assumptions),
    ...run.notes.map(({ line, text }): Row => ["notes", line, "", "note", text, ""]),
    ...run.unread.map(
      ({ line, column, raw, reason }): Row => ["unread", line, `column ${column}`, "text", raw, reason],
    ),
  ];
}

function texts(section: string, items: readonly string[]): Row[] {
  return items.map((text, index): Row => [section, null, String(index + 1), "text", text, ""]);
}

function cardRows(row: CardCheckRow): Row[] {
  const { line, metric } = row;
  return [
    ["rows", line, metric, "outcome", row.outcome, row.reason],
    ["rows", line, metric, "benchmark", row.benchmark?.name ?? null, row.matchReason],
    ...row.figures.flatMap((figure): Row[] => {
      const name = figure.heading === "" ? figure.role : `${figure.role}: ${figure.heading}`;
      return [
        [
          "card",
          line,
          metric,
          name,
          figure.value,
          figure.valueReason ?? `${figure.unit}: ${figure.unitReason}`,
        ],
        ["printed", line, metric, name, figure.raw, ""],
      ];
    }),
    ...row.checks.flatMap((check) => checkRows(line, metric, check)),
  ];
}

function checkRows(line: number, metric: string, check: CardCheck): Row[] {
  const section = `check: ${check.what}`;
  const [low, high] = check.apartInterval ?? [null, null];
  const [runLow, runHigh] = check.run.interval ?? [null, null];
  return [
    [section, line, metric, "outcome", check.outcome, check.reason],
    [section, line, metric, "card", check.card.value, check.unit],
    [section, line, metric, "cardN", check.card.n, check.card.nReason],
    [section, line, metric, "run", check.run.value, check.unit],
    [section, line, metric, "runLow", runLow, ""],
    [section, line, metric, "runHigh", runHigh, ""],
    [section, line, metric, "runN", check.run.n, ""],
    [section, line, metric, "apart", check.apart, check.unit],
    [section, line, metric, "apartLow", low, ""],
    [section, line, metric, "apartHigh", high, ""],
    [section, line, metric, "p", check.p, ""],
    [section, line, metric, "holmP", check.holmP, ""],
  ];
}
