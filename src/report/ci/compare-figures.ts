import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import type { Gate } from "../../contracts/verdict.ts";
import { OUTCOME_WORDS, outcomeSentence } from "../tensors/figures.ts";
import type { KeyFigures } from "./figures.ts";
import { gateRow } from "./pi0-figures.ts";

/** A row for each tensor, the worst first, with the gate that speaks most clearly against it. */
export function compareFigures(run: CompareRun): KeyFigures {
  const { tensors, missing, firstDivergence, goldenSummary, settings } = run;
  const absent = (names: readonly string[], side: string) =>
    names.map((name) => [name, NO_GATE, "", "", `not in the ${side}`]);
  const oneSided = [
    ...absent(missing.fromCandidate, "candidate"),
    ...absent(missing.fromBaseline, "baseline"),
  ];
  const rows = tensors.map(rowOf);
  return {
    header: ["tensor", "gate", "value", "limit", "outcome"],
    rows: settings.allowMissing ? [...rows, ...oneSided] : [...oneSided, ...rows],
    words: [0, 1, 4],
    notes: [
      outcomeSentence(run),
      ...(firstDivergence === null
        ? []
        : [
            `first divergence: call ${firstDivergence.call}, ${firstDivergence.layer}: ${firstDivergence.reason}`,
          ]),
      ...(goldenSummary === undefined ? [] : [goldenSummary]),
    ],
  };
}

const NO_GATE = "-";

function rowOf(tensor: TensorResult): string[] {
  const { name, candidateName, outcome, gates, metrics } = tensor;
  const telling = tellingGate(gates);
  const figures =
    telling === undefined || metrics === null ? [NO_GATE, "", ""] : gateRow(telling).slice(0, 3);
  const names = candidateName === undefined ? name : `${name} (${candidateName})`;
  return [
    names,
    ...(tensor.metrics === null ? [tensor.metricsReason, "", ""] : figures),
    OUTCOME_WORDS[outcome],
  ];
}

function tellingGate(gates: readonly Gate[]): Gate | undefined {
  const named = (outcome: Gate["outcome"]) => gates.find((gate) => gate.outcome === outcome);
  return named("fail") ?? named("unknown") ?? gates.findLast((gate) => gate.outcome === "pass");
}
