import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import { dtypeText, shapeText } from "../tensors/figures.ts";
import { caseOfVerdict, type JudgedCase } from "./case.ts";
import { gateLine } from "./pi0-cases.ts";

/** One case for each tensor, the worst first, and one for each name on one side only. */
export function compareCases(run: CompareRun): JudgedCase[] {
  const { missing, settings } = run;
  const missingCase = (side: string) => (name: string) =>
    oneSided(name, `the ${side} has no tensor of this name`, settings.allowMissing);
  return [
    ...run.tensors.map(tensorCase),
    ...missing.fromCandidate.map(missingCase("candidate")),
    ...missing.fromBaseline.map(missingCase("baseline")),
  ];
}

const VERDICT_OF = { pass: "consistent", fail: "inconsistent", inconclusive: "inconclusive" } as const;

function tensorCase(tensor: TensorResult): JudgedCase {
  const { name, outcome, reasons, message, gates } = tensor;
  return caseOfVerdict(VERDICT_OF[outcome], {
    name,
    message: reasons.join("; "),
    figures: [
      `${shapeText(tensor)} ${dtypeText(tensor)}`,
      ...(tensor.candidateName === undefined ? [] : [`in the candidate: ${tensor.candidateName}`]),
      ...gates.map((gate) => `${gateLine(gate)}: ${gate.outcome}`),
      ...message.split("\n"),
    ],
  });
}

function oneSided(name: string, message: string, isAllowed: boolean): JudgedCase {
  return isAllowed
    ? { name, outcome: "skipped", type: "missing", message, figures: [] }
    : caseOfVerdict("inconsistent", { name, message, figures: [] });
}
