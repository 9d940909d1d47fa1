import type { ComparedTensor, CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import { printNumber } from "../numbers.ts";
import { isMeasured } from "./figures.ts";

/** By which tolerance elements are told to be close; empty where none was asked. */
export function ruleSentence(tensor: TensorResult, { settings }: CompareRun): string {
  if (!isMeasured(tensor) || tensor.bitIdentical) return "";
  return `By ${tensor.closeness.rule}${settings.closeness ? "" : ", which does not decide here"}:`;
}

/** What is known of a tensor beside its gates: floor, error coherence, distance to the golden tensor. */
export function findingSentences(tensor: ComparedTensor): string[] {
  return [floorSentence(tensor), coherenceSentence(tensor), goldenSentence(tensor)].filter(
    (sentence) => sentence !== "",
  );
}

function floorSentence({ floor, metrics }: ComparedTensor): string {
  if (floor === undefined) return "";
  if (floor.wapePercent === null) return `Perturbation floor: n/a (${floor.reason}).`;
  return (
    `Perturbation floor: WAPE ${printNumber(floor.wapePercent)} %, relative L2 ${printNumber(floor.relativeL2)}; ` +
    `the candidate's: WAPE ${printNumber(metrics["wapePercent"])} %, relative L2 ${printNumber(metrics["relativeL2"])}.`
  );
}

function coherenceSentence({ errorCoherence: found }: ComparedTensor): string {
  if (found === undefined) return "";
  if (found.meanCosine === null) return `Error coherence: n/a (${found.meanCosineReason ?? ""}).`;
  const adjusted =
    found.tests > 1 ? `, ${printNumber(found.adjustedP, 4)} adjusted for ${found.tests} tensors` : "";
  return (
    `Error coherence: mean cosine ${printNumber(found.meanCosine, 4)} between the errors of ${found.observations} ` +
    `observations, p = ${printNumber(found.p, 4)}${adjusted} (${found.method ?? ""}: ` +
    `${found.flipsAtLeastAsLarge ?? 0} of ${found.flips ?? 0} at least as large).`
  );
}

function goldenSentence({ golden }: ComparedTensor): string {
  if (golden === undefined) return "";
  if (golden.nearer === null) return `Golden: n/a (${golden.reason}).`;
  const distance = (arm: typeof golden.baseline) =>
    `relative L2 ${printNumber(arm.relativeL2)}, WAPE ${printNumber(arm.wapePercent)} %`;
  return (
    `To the golden tensor: candidate ${distance(golden.candidate)}; baseline ${distance(golden.baseline)}. ` +
    `Nearer: ${golden.nearer}.`
  );
}
