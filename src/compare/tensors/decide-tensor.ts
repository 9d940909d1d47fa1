import type { ComparedTensor } from "../../contracts/compare-run.ts";
import type { Gate, Verdict } from "../../contracts/verdict.ts";
import { decide } from "../decide.ts";

/** One tensor's outcome, by the same order of reasons as a whole run of pi0. */
export function decideTensor(
  gates: readonly Gate[],
  bitIdentical: boolean,
): Pick<ComparedTensor, "outcome" | "reasons"> {
  const { verdict, reasons } = decide(gates, {
    incomplete: null,
    contradictions: [],
    evidenceMissing: null,
    armsIdentical: bitIdentical,
  });
  return { outcome: OUTCOMES[verdict], reasons };
}

const OUTCOMES = {
  consistent: "pass",
  inconsistent: "fail",
  inconclusive: "inconclusive",
} as const satisfies Record<Verdict, ComparedTensor["outcome"]>;
