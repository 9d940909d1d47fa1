import type { HistoryMetric, HistoryRecord } from "../contracts/history.ts";
import { historyFile, readHistory } from "../history/store.ts";
import { trendsOf } from "../history/trend.ts";
import { trendText } from "../report/history/trend-text.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printLine } from "../support/terminal.ts";
import { integerFlag, isSet, numberFlag, type Parsed, text } from "./arguments.ts";
import { PAINT } from "./paint.ts";

const DEFAULT_RUNS = 60;
/** The change points of more values would take minutes. */
const MOST_RUNS = 200;
const DEFAULT_SEED = 42;

/** `fvalidate history [show]` */
export async function showHistory(parsed: Parsed): Promise<number> {
  const file = await historyFile(text(parsed, "history") ?? "reports");
  const history = await readHistory(file);
  for (const line of history.notes) note(line);
  const suite = text(parsed, "suite");
  const runs = history.runs.filter((run) => suite === null || run.suite === suite);
  if (runs.length === 0) requireSuite(suite, history.runs);
  const series = trendsOf(
    { runs, blessings: history.blessings },
    {
      last: numberFlag(parsed, "last", { minimum: 1, maximum: MOST_RUNS }) ?? DEFAULT_RUNS,
      seed: integerFlag(parsed, "seed", 0) ?? DEFAULT_SEED,
      wants: wantedFigures(parsed),
    },
  );
  if (isSet(parsed, "json")) printLine(JSON.stringify(series, null, 2));
  else if (series.length === 0) printLine(`No run has been recorded in ${file} yet.\n${HOW_TO_BEGIN}`);
  else printLine(trendText(series, { ascii: isSet(parsed, "ascii") || hasNoUnicode(), paint: PAINT }));
  return 0;
}

const HOW_TO_BEGIN = "Finished runs are added by fvalidate history add reports/*/";

function requireSuite(suite: string | null, runs: readonly HistoryRecord[]): void {
  if (suite === null || runs.length === 0) return;
  const suites = [...new Set(runs.map((run) => run.suite))].join(", ");
  throw new FvalidateError("usage", `The history holds no run of the suite ${suite}.`, {
    hint: `It holds runs of ${suites}.`,
  });
}

/** Unless asked for others: what a gate looks at, the candidate's accuracies, and WAPE. */
function wantedFigures(parsed: Parsed): (metric: HistoryMetric, kind: HistoryRecord["kind"]) => boolean {
  if (isSet(parsed, "all")) return () => true;
  const names = text(parsed, "metric")
    ?.split(",")
    .map((name) => name.trim());
  if (names !== undefined)
    return ({ key }) =>
      names.some((name) => key === name || key.startsWith(`${name}.`) || key.endsWith(`.${name}`));
  // A dump of layers has a gate for each tensor: their number tells enough.
  return ({ key, limit }, kind) =>
    kind === "compare"
      ? !key.includes(".")
      : limit !== null || key === "wapePercent" || key.endsWith(".candidateAccuracy");
}

/** Whether the locale says that the terminal shows no Unicode; where it says nothing, terminals of today do. */
function hasNoUnicode(): boolean {
  const locale = process.env["LC_ALL"] || process.env["LC_CTYPE"] || process.env["LANG"] || "";
  return locale !== "" && !/utf-?8/i.test(locale);
}
