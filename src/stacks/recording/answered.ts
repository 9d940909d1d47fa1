import type { RecordedInputs } from "../../contracts/stack.ts";
import { toFloat64 } from "../../tensors/tensor.ts";
import type { RecordingFiles } from "./files.ts";
import type { RecordedAnswers } from "./manifest.ts";

/** What a stack was asked beside each observation once, and its times where they were recorded. */
export async function answeredOf(
  { passes, perturbations, latency }: RecordedAnswers,
  files: RecordingFiles,
): Promise<Pick<RecordedInputs, "passes" | "perturbations" | "latency">> {
  return {
    passes: passes.length,
    perturbations: (["noise", "state"] as const).filter((name) => perturbations?.[name] !== undefined),
    latency:
      latency === undefined
        ? null
        : { milliseconds: toFloat64(await files.tensor(latency.file)), source: latency.source },
  };
}
