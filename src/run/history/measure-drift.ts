import { DEFAULT_ACCURACY_LIMITS } from "../../compare/accuracy/limits.ts";
import { DEFAULT_LIMITS } from "../../compare/policies/policy.ts";
import type { AnyRun } from "../../contracts/any-run.ts";
import type { DriftResult } from "../../contracts/drift.ts";
import type { HistoryRecord } from "../../contracts/history.ts";
import { readRun } from "../../contracts/read-run.ts";
import { type ChosenReference, type DirectEvidence, driftResult, noReference } from "../../history/drift.ts";
import { FvalidateError } from "../../support/errors.ts";
import { answerMoves } from "./answer-moves.ts";
import { type KnownRuns, referenceFor } from "./reference.ts";
import { folderOfRecord } from "./run-of-record.ts";
import { type LocatedRun, tensorMoves } from "./tensor-moves.ts";

/** Draws that depend on a seed are few, and a run without its result does not tell its own. */
const DEFAULT_SEED = 42;

/**
 * Compares a recorded run with the one that `--against` means, by the records and, where both folders are there, by
 * the tensors or answers themselves.
 *
 * @param against `blessed`, `last`, a run's id or its folder
 * @throws FvalidateError of kind `usage` for runs of other kinds than pi0 and bench; see also `referenceFor`
 */
export async function measureDrift(
  record: HistoryRecord,
  against: string,
  known: KnownRuns,
): Promise<DriftResult> {
  if (record.kind !== "pi0" && record.kind !== "bench") {
    throw new FvalidateError(
      "usage",
      `${record.runId} is a run of ${record.kind}: drift is for pi0 and bench.`,
    );
  }
  const reference = await referenceFor(record, against, known);
  if (reference === null) return withoutReference(record, against, known.file);
  return driftResult(record, reference, await directEvidence(record, reference, known.file));
}

/** On the first night there is no last one, which is no fault; a blessed run that is asked for must be there. */
function withoutReference(record: HistoryRecord, against: string, file: string): DriftResult {
  if (against === "last")
    return noReference(record, null, `${file} holds no earlier complete run of this series.`);
  const how = "bless one with fvalidate history bless RUN";
  return noReference(record, "inconclusive", `no run of this series is blessed in ${file}: ${how}.`);
}

async function directEvidence(
  record: HistoryRecord,
  reference: ChosenReference,
  file: string,
): Promise<DirectEvidence> {
  const earlier: LocatedRun = {
    record: reference.record,
    folder: await folderOfRecord(file, reference.record),
  };
  const later: LocatedRun = { record, folder: await folderOfRecord(file, record) };
  const result = later.folder === null ? null : await resultIn(later.folder, record.runId);
  return record.kind === "pi0"
    ? tensorMoves(earlier, later, tensorSettings(result))
    : answerMoves(earlier, later, answerSettings(result));
}

/** The whole result of the later run; without it the limits are the usual ones. */
async function resultIn(folder: string, id: string): Promise<AnyRun | null> {
  try {
    const run = await readRun(folder);
    return run.id === id ? run : null;
  } catch (error) {
    if (error instanceof FvalidateError) return null;
    throw error;
  }
}

function tensorSettings(run: AnyRun | null) {
  if (run?.kind !== "pi0") return { ...DEFAULT_LIMITS, seed: DEFAULT_SEED };
  return { ...run.settings.limits, seed: run.settings.seed };
}

function answerSettings(run: AnyRun | null) {
  if (run?.kind !== "bench") return { limits: DEFAULT_ACCURACY_LIMITS, seed: DEFAULT_SEED, benchmarks: [] };
  const { settings, benchmarks } = run;
  return { limits: settings.limits, seed: settings.seed, benchmarks };
}
