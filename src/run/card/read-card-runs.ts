import { RUN_KINDS } from "../../contracts/any-run.ts";
import type { Shard } from "../../contracts/run-parts.ts";
import type { CardRun } from "../../report/model-card/forms.ts";
import { FvalidateError } from "../../support/errors.ts";
import { readRuns } from "../suite/read-parts.ts";

/**
 * Reads the runs that a card is written from, in the order in which they were named; a suite's run stands for its parts.
 * @throws FvalidateError of kind `input` for one that cannot be read, or that compared no stacks
 */
export async function readCardRuns(paths: readonly string[]): Promise<CardRun[]> {
  const runs: CardRun[] = [];
  const found = [];
  for (const path of paths) found.push(...(await readRuns(path)).map(({ run }) => ({ path, run })));
  for (const { path, run } of found) {
    if (run.kind !== "pi0" && run.kind !== "bench") {
      throw new FvalidateError(
        "input",
        `${path} is a run of the kind ${run.kind}: it holds no evaluation of a model.`,
        {
          hint: `Of ${RUN_KINDS.join(", ")}, a card is written from pi0 and bench.`,
        },
      );
    }
    if (run.shard !== undefined) throw partOfRun(path, run.shard);
    runs.push(run);
  }
  return runs;
}

/** Its figures are of some questions only, whatever the card would say of them. */
function partOfRun(path: string, { index, count }: Shard): FvalidateError {
  return new FvalidateError("input", `${path} is shard ${index} of ${count}, no whole run.`, {
    hint: "Merge the shards first: fvalidate merge.",
  });
}
