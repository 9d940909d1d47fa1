import type { ComparedTensor, CompareRun, TensorResult } from "../../contracts/compare-run.ts";

/** Tensors of which the report has a line; run.json and report.csv have all. */
export const LISTED = 50;

export function isMeasured(tensor: TensorResult): tensor is ComparedTensor {
  return tensor.metrics !== null;
}

/** How many tensors came out how. */
export function countOutcomes({ tensors }: CompareRun): Record<TensorResult["outcome"], number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0 };
  for (const { outcome } of tensors) counts[outcome] += 1;
  return counts;
}

/** As printed: `inconclusive` is a run's word. */
export const OUTCOME_WORDS = { pass: "pass", fail: "fail", inconclusive: "not decided" } as const;

/** "3 tensors: 2 pass, 1 fails", and how many were not reached. */
export function outcomeSentence(run: CompareRun): string {
  const { tensors, pairs } = run;
  const { pass, fail, inconclusive } = countOutcomes(run);
  const parts = [
    ...(pass > 0 ? [`${pass} pass`] : []),
    ...(fail > 0 ? [`${fail} fail`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} not decided`] : []),
    ...(pairs > tensors.length ? [`${pairs - tensors.length} not reached`] : []),
  ];
  return `${pairs} ${pairs === 1 ? "tensor" : "tensors"}: ${parts.join(", ")}`;
}

/** `[12, 50, 32]`, and both where they differ. */
export function shapeText({ baseline, candidate }: TensorResult): string {
  const [one, other] = [baseline.shape, candidate.shape].map((shape) => `[${shape.join(", ")}]`);
  return one === other ? `${one}` : `${one} against ${other}`;
}

export function dtypeText({ baseline, candidate }: TensorResult): string {
  return baseline.dtype === candidate.dtype ? baseline.dtype : `${baseline.dtype} against ${candidate.dtype}`;
}

export function missingCount({ missing }: CompareRun): number {
  return missing.fromBaseline.length + missing.fromCandidate.length;
}
