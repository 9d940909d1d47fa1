import type { HarnessOutput, HarnessTask } from "../../contracts/harness-output.ts";
import { counted, textOf, textsOf } from "../files/cells.ts";
import { isRoundedFigure } from "../files/rounded-figure.ts";
import { meanOf } from "../files/score.ts";
import { type JudgedTable, verdictOf } from "./judged.ts";
import { isGuessed, sampleOf } from "./sample.ts";
import type { Row } from "./table.ts";
import type { Total } from "./totals.ts";

export interface DataSet {
  readonly name: string;
  readonly totals: readonly Total[];
  readonly table: JudgedTable | null;
}

/** Percentages are written with two decimals by some data sets. */
const ROUNDED_TO = 1e-4;

/** One task for each split of a data set, as VLMEvalKit reports them. */
export function tasksOfSplits({ name, totals, table }: DataSet): Pick<HarnessOutput, "tasks" | "notes"> {
  if (table === null) {
    const notes =
      totals.length === 0 ? [] : [`${name}: there is no table of single scores: only the total is compared`];
    return { tasks: totals.map((total) => totalTask(name, total)), notes };
  }
  const read = [...splitsOf(table.rows)].map(([split, rows]) =>
    taskOf(name, { ...table, rows }, { split, total: totalOf(totals, split) }),
  );
  return { tasks: read.map(({ task }) => task), notes: read.flatMap(({ notes }) => notes) };
}

/** Rows by split; under `null` where there are no splits. */
function splitsOf(rows: readonly Row[]): Map<string | null, Row[]> {
  const splits = new Map<string | null, Row[]>();
  for (const row of rows) {
    const split = textOf(row["split"]);
    const key = split === "none" || split === "" ? null : split;
    splits.set(key, [...(splits.get(key) ?? []), row]);
  }
  return splits;
}

function totalOf(totals: readonly Total[], split: string | null): Total | undefined {
  return (
    totals.find((total) => total.split === split) ??
    (totals.length === 1 && split === null ? totals[0] : undefined)
  );
}

function totalTask(name: string, { split, share, questions }: Total): HarnessTask {
  return {
    name: nameOf(name, split),
    metric: "accuracy",
    reported: share,
    reportedQuestions: questions,
    aggregation: "micro",
    settings: {},
    samples: null,
  };
}

function nameOf(name: string, split: string | null): string {
  return split === null ? name : `${name} (${split})`;
}

function taskOf(
  name: string,
  { rows, verdict, judge }: JudgedTable,
  { split, total }: { split: string | null; total: Total | undefined },
): { task: HarnessTask; notes: string[] } {
  const full = nameOf(name, split);
  const mean = meanOf(rows.map((row) => verdictOf(row[verdict])));
  const isTotal = total !== undefined && isRoundedFigure(mean, total.share, ROUNDED_TO);
  const samples = rows.map((row) => sampleOf(row, verdict));
  const failed = samples.filter(({ score }) => score === null).length;
  const guessed = rows.filter(isGuessed).length;
  const task: HarnessTask = {
    name: full,
    metric: judge === "" ? "accuracy" : `accuracy (${judge})`,
    reported: isTotal ? total.share : null,
    reportedQuestions: rows.length,
    aggregation: "micro",
    settings: textsOf({ judge }),
    samples,
  };
  const notes = [
    failed > 0 && `${counted(failed, "request")} failed, wrong answers for VLMEvalKit, are failed here`,
    guessed > 0 && `VLMEvalKit drew ${counted(guessed, "answer")} at random`,
    total !== undefined &&
      !isTotal &&
      `the reported ${total.share} is not the mean of the questions' scores, ${mean}`,
    total === undefined && "no reported figure was found",
  ];
  return { task, notes: notes.flatMap((note) => (note === false ? [] : [`${full}: ${note}`])) };
}
