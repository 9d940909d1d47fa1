import type { HarnessOutput, HarnessTask } from "../../contracts/harness-output.ts";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { shareOf } from "../files/rounded-figure.ts";
import { readText } from "../files/text.ts";
import { isShare } from "./metrics.ts";

/** The table of a whole run. */
export interface Summary {
  readonly path: string;
  readonly models: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Prompt version and mode by data set. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

const HEAD = ["dataset", "version", "metric", "mode"];

/** @throws FvalidateError of kind `input` with the file and the line that is wrong */
export async function readSummary(path: string): Promise<Summary> {
  const { parse } = await import("csv-parse/sync");
  const text = await readText(path, "OpenCompass's summary");
  const rows = parseRows(() => parse(text, { columns: true, bom: true, skip_empty_lines: true }), path);
  return { path, models: modelsOf(rows), rows, settings: settingsOf(rows) };
}

function parseRows(parse: () => unknown[], path: string): Record<string, string>[] {
  try {
    return parse() as Record<string, string>[];
  } catch (error) {
    throw new FvalidateError("input", `${path}: ${messageOf(error)}.`, { cause: error });
  }
}

function modelsOf([first = {}]: readonly Readonly<Record<string, string>>[]): string[] {
  return Object.keys(first).filter((column) => !HEAD.includes(column));
}

/** The version is a hash of the prompt's template; a group of data sets has none. */
function settingsOf(rows: readonly Readonly<Record<string, string>>[]): Map<string, Record<string, string>> {
  return new Map(
    rows
      .filter(({ dataset, version }) => dataset && version && version !== "-")
      .map(({ dataset = "", version = "", mode = "" }) => [dataset, { "prompt version": version, mode }]),
  );
}

/** Totals, where nothing but the summary is left of a run. */
export function tasksOfSummary(
  summary: Summary,
  model: string | null,
): Pick<HarnessOutput, "tasks" | "notes"> {
  const column = model ?? columnOf(summary);
  const read = summary.rows.map((row) => taskOf(row, column, summary));
  return {
    tasks: read.flatMap((task) => (typeof task === "string" ? [] : [task])),
    notes: read.flatMap((task) => (typeof task === "string" ? [task] : [])),
  };
}

function columnOf({ models, path }: Summary): string {
  const [only, another] = models;
  if (only !== undefined && another === undefined) return only;
  const which = only === undefined ? "no model" : `several models: ${models.join(", ")}`;
  throw new FvalidateError("input", `${path} holds ${which}.`, {
    hint: "Name a run of one model, or its results/<model>.",
  });
}

function taskOf(
  row: Readonly<Record<string, string>>,
  column: string,
  { settings }: Summary,
): HarnessTask | string {
  const { dataset = "", metric = "" } = row;
  const value = row[column] ?? "";
  const figure = Number(value);
  if (value === "-" || value === "" || !isShare(metric) || !(figure >= 0 && figure <= 100))
    return `${dataset}: ${metric} is ${value || "nothing"}, no share of right answers: left out`;
  return {
    name: dataset,
    metric,
    reported: shareOf(figure),
    reportedQuestions: null,
    aggregation: "micro",
    settings: settings.get(dataset) ?? {},
    samples: null,
  };
}
