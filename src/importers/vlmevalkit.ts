import type { HarnessOutput, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { textsOf } from "./files/cells.ts";
import { isFound } from "./files/several-models.ts";
import { judgedTable } from "./vlmevalkit/judged.ts";
import { type DataSetFiles, locateRun, type RunFiles } from "./vlmevalkit/locate.ts";
import { tasksOfSplits } from "./vlmevalkit/splits.ts";
import { readTotals } from "./vlmevalkit/totals.ts";

/** The format was taken from outputs of VLMEvalKit at e8e78f0 (`fixtures/outputs/vlmevalkit`) and from its source. */
export const vlmEvalKit: Importer = {
  name: "VLMEvalKit",
  description:
    "<model>_<data set>.xlsx (.tsv, .json) with <model>_<data set>_<judge>_result.xlsx and <model>_<data set>_acc.csv or _score.json beside it",

  async recognises(path) {
    return await isFound(locateRun(path));
  },

  async read(path) {
    const run = await locateRun(path);
    if (run === null) throw new FvalidateError("input", `${path} holds no results of VLMEvalKit.`);
    const tasks: HarnessTask[] = [];
    const notes: string[] = [...run.notes];
    for (const files of run.dataSets) {
      const read = await readDataSet(files);
      tasks.push(...read.tasks);
      notes.push(...read.notes);
    }
    return { harness: vlmEvalKit.name, version: run.commit, ...headOf(run), tasks, notes };
  },
};

async function readDataSet(files: DataSetFiles): Promise<Pick<HarnessOutput, "tasks" | "notes">> {
  const totals = await readTotals(files.totals);
  const { table, notes } = await judgedTable(files);
  const splits = tasksOfSplits({ name: files.name, totals, table });
  if (splits.tasks.length === 0 && notes.length + splits.notes.length === 0)
    return {
      tasks: [],
      notes: [`${files.name}: there are replies, but neither totals nor scores: left out`],
    };
  return { tasks: splits.tasks, notes: [...notes, ...splits.notes] };
}

function headOf({ model, id }: RunFiles): Pick<HarnessOutput, "model" | "environment"> {
  return { model, environment: textsOf({ "evaluation id": id }) };
}
