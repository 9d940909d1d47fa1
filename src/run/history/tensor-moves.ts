import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { requireComparable, restrictDimensions } from "../../compare/action-set.ts";
import { errorCoherence } from "../../compare/error-coherence.ts";
import { measure } from "../../compare/measure.ts";
import type { ActionSet } from "../../contracts/actions.ts";
import type { DriftFinding } from "../../contracts/drift.ts";
import { numberOf } from "../../contracts/figures.ts";
import type { HistoryRecord } from "../../contracts/history.ts";
import type { DirectEvidence } from "../../history/drift.ts";
import { judgeTensors, type TensorLimits } from "../../history/tensor-move.ts";
import { type RunTensors, readRunTensors } from "../../stacks/recording/run-tensors.ts";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { decodeNpy } from "../../tensors/npy.ts";
import { toFloat64 } from "../../tensors/tensor.ts";

/** A recorded run and where it lies. */
export interface LocatedRun {
  readonly record: HistoryRecord;
  /** `null` where it is gone. */
  readonly folder: string | null;
}

export interface TensorSettings extends TensorLimits {
  readonly seed: number;
}

const ROLES = ["candidate", "baseline"] as const;

/** Each arm's action tensors of two pi0 runs beside one another, where both were asked with the same bytes. */
export async function tensorMoves(
  reference: LocatedRun,
  run: LocatedRun,
  settings: TensorSettings,
): Promise<DirectEvidence> {
  try {
    const [earlier, later] = [await openTensors(reference), await openTensors(run)];
    requireSameRequests(reference.record, run.record);
    const findings: DriftFinding[] = [];
    for (const role of ROLES) {
      const pair = { earlier: await actionsOf(earlier, role), later: await actionsOf(later, role) };
      findings.push(compareArm(role, pair, { reference, run, settings }));
    }
    return { findings, notes: [] };
  } catch (error) {
    if (!(error instanceof FvalidateError)) throw error;
    return { findings: [], notes: [`The runs' tensors were not compared: ${error.message}`] };
  }
}

interface OpenTensors {
  readonly folder: string;
  readonly list: RunTensors;
}

async function openTensors({ record, folder }: LocatedRun): Promise<OpenTensors> {
  if (folder === null) {
    throw new FvalidateError("input", `the folder of ${record.runId} (${record.folder}) is not there.`);
  }
  const tensors = join(folder, "tensors");
  const list = await readRunTensors(tensors);
  if (list.run !== record.runId)
    throw new FvalidateError("input", `${tensors} belongs to ${list.run}, not to ${record.runId}.`);
  return { folder: tensors, list };
}

function requireSameRequests(reference: HistoryRecord, run: HistoryRecord): void {
  if (reference.capsuleSha256 !== null && reference.capsuleSha256 === run.capsuleSha256) return;
  const reason =
    reference.capsuleSha256 === null || run.capsuleSha256 === null
      ? "the requests of one of them are not known (a replay of recordings)."
      : "they were asked different requests (their capsules' SHA-256 differ).";
  throw new FvalidateError("comparison", reason);
}

/** [observations, steps, dimensions] of an arm's first pass, as its run wrote them. */
async function actionsOf({ folder, list }: OpenTensors, role: (typeof ROLES)[number]): Promise<ActionSet> {
  const [first] = list.arms[role].passes;
  if (first === undefined || !("actions" in first))
    throw new FvalidateError("input", `${folder} holds no answers of the ${role}.`);
  const path = join(folder, first.actions);
  const bytes = await readFile(path).catch((error) => {
    throw new FvalidateError("input", `cannot read ${path}: ${messageOf(error)}.`, { cause: error });
  });
  if (sha256(bytes) !== list.files[first.actions])
    throw new FvalidateError("input", `${path} is not what the run wrote: its SHA-256 differs.`);
  const tensor = decodeNpy(bytes, { name: path });
  const [observations = 0, steps = 0, dimensions = 0] = tensor.shape;
  return { shape: [observations, steps, dimensions], values: toFloat64(tensor), dtype: tensor.dtype };
}

function compareArm(
  role: (typeof ROLES)[number],
  pair: { earlier: ActionSet; later: ActionSet },
  { reference, run, settings }: { reference: LocatedRun; run: LocatedRun; settings: TensorSettings },
): DriftFinding {
  const [baseline, candidate] = comparedDimensions(pair, [reference.record, run.record]);
  requireComparable(baseline, candidate);
  const { figures, bitIdentical, nonFinite } = measure({ baseline, candidate });
  const { p, observations } = errorCoherence({ baseline, candidate }, settings.seed);
  const largest = (key: string) => largestOf([reference.record, run.record], key);
  return judgeTensors(
    {
      role,
      label: run.record[role].label,
      bitIdentical,
      nonFiniteMismatches: nonFinite.mismatches,
      wapePercent: numberOf(figures, "wapePercent"),
      floorPercent: largest("perturbationWapePercent"),
      repeatPercent: largest(`${role}RepeatWapePercent`),
      coherence: { p, observations },
    },
    settings,
  );
}

/** The floors are of the dimensions that both runs compared. */
function comparedDimensions(
  { earlier, later }: { earlier: ActionSet; later: ActionSet },
  records: readonly HistoryRecord[],
): [ActionSet, ActionSet] {
  const compared = records.map(({ conditions }) =>
    Number(conditions["action dimensions"] ?? earlier.shape[2]),
  );
  const dimensions = Math.min(earlier.shape[2], later.shape[2], ...compared);
  return [restrictDimensions(earlier, dimensions), restrictDimensions(later, dimensions)];
}

function largestOf(records: readonly HistoryRecord[], key: string): number | null {
  const values = records.flatMap(({ metrics }) => {
    const value = metrics.find((metric) => metric.key === key)?.value;
    return typeof value === "number" ? [value] : [];
  });
  return values.length === 0 ? null : Math.max(...values);
}
