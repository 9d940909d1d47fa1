import type { RunResult } from "../../contracts/run-result.ts";
import type { Gate } from "../../contracts/verdict.ts";
import { printComparison, printLimit, printNumber, withUnit } from "../numbers.ts";
import { caseOfVerdict, type JudgedCase, passedCase } from "./case.ts";

/** One case for each gate of the policy. */
export function pi0Cases({ gates }: RunResult): JudgedCase[] {
  return gates.map(gateCase);
}

/** A figure beside its limit: `MAPE 0.889948 %, limit ≤ 5 %`. */
export function gateLine({ label, value, unit, comparison, limit }: Gate): string {
  const bound = withUnit(`${printComparison(comparison)} ${printLimit(limit)}`, unit);
  return `${label} ${withUnit(printNumber(value), unit)}, limit ${bound}`;
}

function gateCase(gate: Gate): JudgedCase {
  const { label: name, outcome, failure, reason } = gate;
  const figures = [gateLine(gate), reason];
  switch (outcome) {
    case "pass":
      return passedCase(name, figures);
    case "fail":
      return caseOfVerdict(failure, { name, message: reason, figures });
    case "unknown":
      return caseOfVerdict("inconclusive", { name, message: reason, figures });
    case "not applicable":
      return { name, outcome: "skipped", type: outcome, message: reason, figures };
  }
}
