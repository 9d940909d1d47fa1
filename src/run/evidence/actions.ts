import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ActionSet, ActionShape } from "../../contracts/actions.ts";
import { NO_EVIDENCE, type RunEvidence } from "../../contracts/run-evidence.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import { FvalidateError } from "../../support/errors.ts";
import { readNpyFile } from "../../tensors/npy.ts";
import { toFloat64 } from "../../tensors/tensor.ts";

/** Of more numbers than this no curves are drawn: 20,000 observations of the usual shape. */
const MOST_BYTES = 2 ** 27;

/** Both arms' answers to a run of pi0, from its `tensors/`. */
export async function actionEvidence(run: RunResult, folder: string): Promise<RunEvidence> {
  if (run.metrics === null) return NO_EVIDENCE;
  try {
    const baseline = await readActions(join(folder, "tensors"), "baseline.npy");
    const candidate = await readActions(join(folder, "tensors"), "candidate.npy");
    requireShape(run.shape, run.actionDimensions.answered, baseline, "baseline.npy");
    requireShape(run.shape, run.actionDimensions.answered, candidate, "candidate.npy");
    return { ...NO_EVIDENCE, actions: { baseline, candidate } };
  } catch (error) {
    if (!(error instanceof FvalidateError)) throw error;
    return {
      ...NO_EVIDENCE,
      gaps: [`Action curves and the error histogram need the run's tensors. ${error.message}`],
    };
  }
}

/** Messages name the file without its folder: the same page is made wherever the run lies. */
async function readActions(folder: string, name: string): Promise<ActionSet> {
  const path = join(folder, name);
  const shown = `tensors/${name}`;
  const found = await stat(path).catch(() => null);
  if (found === null) throw new FvalidateError("input", `${shown} is not there.`);
  if (found.size > MOST_BYTES) throw new FvalidateError("input", `${shown} is too large to be drawn.`);
  const tensor = await readNpyFile(path).catch((error: unknown) => {
    throw error instanceof FvalidateError
      ? new FvalidateError("input", error.message.replaceAll(path, shown), { cause: error })
      : error;
  });
  return { shape: actionShape(tensor.shape, shown), values: toFloat64(tensor), dtype: tensor.dtype };
}

function actionShape(shape: readonly number[], name: string): ActionShape {
  const [observations, steps, dimensions, ...others] = shape;
  if (observations === undefined || steps === undefined || dimensions === undefined || others.length > 0) {
    throw new FvalidateError(
      "input",
      `${name} has the shape [${shape.join(", ")}], not [observations, steps, dimensions].`,
    );
  }
  return [observations, steps, dimensions];
}

/** Files of another run, or of a part of it, would show what was not judged. */
function requireShape(
  { observations, steps }: { observations: number; steps: number },
  dimensions: number,
  { shape }: ActionSet,
  name: string,
): void {
  if (shape.join() === [observations, steps, dimensions].join()) return;
  throw new FvalidateError(
    "input",
    `tensors/${name} has the shape [${shape.join(", ")}]; the run compared [${observations}, ${steps}, ${dimensions}].`,
  );
}
