import { HISTORY_SCHEMA, type HistoryRecord } from "../contracts/history.ts";
import { appendToHistory, historyFile, readHistory } from "../history/store.ts";
import { driftText } from "../report/history/drift-text.ts";
import { measureDrift } from "../run/history/measure-drift.ts";
import { recordRun } from "../run/history/record-run.ts";
import { type KnownRuns, recordNamed } from "../run/history/reference.ts";
import { readRuns } from "../run/suite/read-parts.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed, text } from "./arguments.ts";
import { exitCodeOfVerdict } from "./exit-code.ts";
import { PAINT } from "./paint.ts";

/** `fvalidate history add RUN…` */
export async function addRuns(parsed: Parsed, runs: readonly string[]): Promise<number> {
  if (runs.length === 0) throw new FvalidateError("usage", "fvalidate history add takes finished runs.");
  // All are read before the first is added: a wrong name among many must not leave half of them behind.
  const read = [];
  for (const name of runs) read.push(...(await readRuns(name)));
  for (const { run, folder } of read) {
    const { added, file, record } = await recordRun(run, folder, pathIn(parsed));
    printLine(added ? `added ${record.runId} to ${file}` : `${record.runId} is in ${file} already`);
  }
  return 0;
}

/** `fvalidate history bless RUN` */
export async function blessRun(parsed: Parsed, name: string): Promise<number> {
  const known = await knownRuns(parsed);
  const record = await recordNamed(name, known);
  if (record.status !== "complete") {
    throw new FvalidateError("usage", `${record.runId} is no whole run (${record.status}).`, {
      hint: "A reference must have been measured to its end.",
    });
  }
  const isNew = !known.history.runs.some(({ runId }) => runId === record.runId);
  const { runId } = record;
  const blessing = {
    schema: HISTORY_SCHEMA,
    type: "bless",
    runId,
    at: new Date().toISOString(),
    note: text(parsed, "note"),
  } as const;
  await appendToHistory(known.file, [...(isNew ? [record] : []), blessing]);
  printLine(`${runId} is the reference of ${seriesWords(record)} now`);
  if (record.verdict !== "consistent") note(`Mind that its own verdict is ${record.verdict}.`);
  return 0;
}

/** `fvalidate history unbless RUN` */
export async function unblessRun(parsed: Parsed, name: string): Promise<number> {
  const { file, history } = await knownRuns(parsed);
  const isBlessed = (id: string) => history.blessings.some(({ runId }) => runId === id);
  const runId = isBlessed(name) ? name : (await recordNamed(name, { file, history })).runId;
  if (!isBlessed(runId)) throw new FvalidateError("usage", `${runId} is not blessed in ${file}.`);
  await appendToHistory(file, [
    { schema: HISTORY_SCHEMA, type: "unbless", runId, at: new Date().toISOString() },
  ]);
  printLine(`${runId} is no reference any more`);
  return 0;
}

/** `fvalidate history drift RUN` */
export async function driftOfRun(parsed: Parsed, name: string): Promise<number> {
  const known = await knownRuns(parsed);
  const record = await recordNamed(name, known);
  const drift = await measureDrift(record, text(parsed, "against") ?? "blessed", known);
  if (isSet(parsed, "json")) printLine(JSON.stringify(drift, null, 2));
  else printLine(driftText(drift, PAINT));
  return drift.verdict === null ? 0 : exitCodeOfVerdict(drift.verdict, isSet(parsed, "allow-inconclusive"));
}

function pathIn(parsed: Parsed): string {
  return text(parsed, "history") ?? "reports";
}

async function knownRuns(parsed: Parsed): Promise<KnownRuns> {
  const file = await historyFile(pathIn(parsed));
  const history = await readHistory(file);
  for (const line of history.notes) note(line);
  return { file, history };
}

function seriesWords({ kind, suite, baseline, candidate }: HistoryRecord): string {
  return `${kind} · ${suite} · ${baseline.stack} → ${candidate.stack}`;
}
