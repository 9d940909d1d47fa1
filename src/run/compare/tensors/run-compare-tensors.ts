import type { CompareRun } from "../../../contracts/compare-run.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { makeRunFolder } from "../../run-folder.ts";
import { startEngine } from "../engine/engine.ts";
import { assessPairs } from "./assess.ts";
import { buildCompareRun, describeOrigin } from "./build.ts";
import { type ComparedPairs, comparePairs } from "./compare-pairs.ts";
import { folderWord, labelsOf } from "./labels.ts";
import type { CompareTensorsOptions } from "./options.ts";
import { openSides, type Sides } from "./sides.ts";

/** What a comparison tells while it runs. */
export interface CompareEvents {
  /** What is compared; before the first tensor. */
  onStart(origin: string): void;
  onProgress(done: number, total: number): void;
}

export interface FinishedComparison {
  readonly result: CompareRun;
  readonly folder: string;
  /** What ended it early. */
  readonly failure: FvalidateError | null;
}

/**
 * Compares the tensors of two files or folders and judges each. The run's folder is there when this returns; the reports
 * are the caller's to write.
 *
 * @throws FvalidateError for what stops it before the first tensor; what stops it later is in the result
 */
export async function runCompareTensors(
  options: CompareTensorsOptions,
  events: CompareEvents,
  signal: AbortSignal,
): Promise<FinishedComparison> {
  const startedAt = new Date();
  const sides = await openSides(options);
  requireElements(sides);
  const labels = labelsOf(options.baseline, options.candidate);
  const name = `${folderWord(labels.baseline)}-${folderWord(labels.candidate)}`;
  const folder = await makeRunFolder(options.outputPath, { kind: "compare", name, startedAt });
  events.onStart(describeOrigin(sides, labels));
  const { pairs, failure } = await measured(options, sides, events, signal);
  const result = buildCompareRun({
    options,
    id: folder.id,
    startedAt,
    labels,
    sides,
    tensors: assessPairs(pairs, options),
    failure,
  });
  return { result, folder: folder.path, failure };
}

async function measured(
  options: CompareTensorsOptions,
  sides: Sides,
  { onProgress }: CompareEvents,
  signal: AbortSignal,
): Promise<ComparedPairs> {
  await using engine = await startEngine({
    signal,
    ...(options.workers !== null && { workers: options.workers }),
  });
  return await comparePairs({ options, sides, engine, signal, onProgress });
}

/** Tensors without elements always agree, so a comparison of nothing else would always pass. */
function requireElements({ match }: Sides): void {
  const isEmpty = (shape: readonly number[]) => shape.includes(0);
  if (!match.pairs.every(({ baseline, candidate }) => isEmpty(baseline.shape) && isEmpty(candidate.shape)))
    return;
  throw new FvalidateError(
    "comparison",
    "There is nothing to compare: no tensor that both sides hold has an element.",
  );
}
