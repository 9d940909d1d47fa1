import { stat } from "node:fs/promises";
import type { DataRow, DataSource } from "../../../contracts/benchmark.ts";
import type { DataSet } from "../../../datasets/data-set.ts";
import { FvalidateError } from "../../../support/errors.ts";
import type { Task } from "../options.ts";

/** Opens a source from a local path, or from its hub for `null`. */
export type OpenSource = (source: DataSource, path: string | null) => Promise<DataSet>;

/** A benchmark's rows and the rows that its examples are taken from. */
export interface Rows extends AsyncDisposable {
  readonly dataSet: DataSet;
  readonly shots: readonly DataRow[];
  readonly description: string;
}

/** @throws FvalidateError of kind `input` for rows that are not there, `usage` where examples have no source */
export async function openRows(task: Task, open: OpenSource): Promise<Rows> {
  const shots = await shotsOf(task, open);
  const dataSet = await open(task.benchmark.questions, task.data);
  return {
    dataSet,
    shots,
    description: dataSet.description,
    [Symbol.asyncDispose]: () => dataSet[Symbol.asyncDispose](),
  };
}

/** Few enough to be kept: some per category. */
async function shotsOf({ benchmark, numFewshot, data }: Task, open: OpenSource): Promise<DataRow[]> {
  if (numFewshot === 0 || benchmark.shots === undefined) return [];
  if (data !== null && !(await stat(data)).isDirectory()) {
    throw new FvalidateError(
      "usage",
      `${benchmark.name} takes ${numFewshot} examples from rows of their own, and ${data} is a single file.`,
      {
        hint: "Name a folder that holds both splits as the hub does, or ask without examples: --num-fewshot 0.",
      },
    );
  }
  await using source = await open(benchmark.shots, data);
  const rows: DataRow[] = [];
  for await (const row of source.rows()) rows.push(row);
  return rows;
}
