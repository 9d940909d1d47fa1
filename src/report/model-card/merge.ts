import type { BenchRun } from "../../contracts/bench-run.ts";
import { FvalidateError } from "../../support/errors.ts";
import { modelName } from "../bench/card.ts";
import type { CardRun } from "./forms.ts";

/** Runs of benchmarks whose rows stand in one table: one model, the same two stacks, one suite's form. */
export interface BenchGroup {
  readonly model: string;
  readonly runs: readonly BenchRun[];
  /** All their rows as if they were of one run. */
  readonly merged: BenchRun;
}

/**
 * Brings runs together whose columns would be headed alike, in the order in which they were given.
 * @param formOf what else must be alike
 * @throws FvalidateError of kind `input` where two runs hold the same benchmark
 */
export function benchGroups(
  runs: readonly BenchRun[],
  model: string | null,
  formOf: (run: BenchRun) => string,
): BenchGroup[] {
  const groups = new Map<string, [BenchRun, ...BenchRun[]]>();
  for (const run of runs) {
    const key = JSON.stringify([
      model ?? modelName(run),
      run.baseline.label,
      run.candidate.label,
      formOf(run),
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    refuseTwice(group);
    return {
      model: model ?? modelName(first),
      runs: group,
      merged: { ...first, benchmarks: group.flatMap(({ benchmarks }) => benchmarks) },
    };
  });
}

/** @throws FvalidateError of kind `input` for the same run twice, or two MAPEs of the same stacks */
export function refuseRepeatedRuns(runs: readonly CardRun[]): void {
  const seen = new Map<string, CardRun>();
  for (const run of runs) {
    const stacks = [run.baseline.label, run.candidate.label];
    const key = JSON.stringify(run.kind === "pi0" ? ["pi0", ...stacks] : [run.id]);
    const earlier = seen.get(key);
    if (earlier !== undefined && run.kind === "pi0")
      throw twice(`The MAPE of ${stacks.join(" and ")}`, earlier, run);
    if (earlier !== undefined)
      throw new FvalidateError("input", `The run ${run.id} was named twice.`, {
        hint: "Name each run once.",
      });
    seen.set(key, run);
  }
}

function refuseTwice(runs: readonly BenchRun[]): void {
  const seen = new Map<string, BenchRun>();
  for (const run of runs) {
    for (const { name } of run.benchmarks) {
      const earlier = seen.get(name);
      if (earlier !== undefined && earlier !== run) throw twice(`The benchmark ${name}`, earlier, run);
      seen.set(name, run);
    }
  }
}

function twice(what: string, first: CardRun, second: CardRun): FvalidateError {
  const where = first.id === second.id ? `twice in ${first.id}` : `in two runs, ${first.id} and ${second.id}`;
  return new FvalidateError("input", `${what} is ${where}: a card has one figure for it.`, {
    hint: "Name the run that counts, and leave the other one out.",
  });
}
