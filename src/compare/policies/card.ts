import { mapeGate, nonFiniteGate } from "./gates.ts";
import type { Policy } from "./policy.ts";

/** What the published model card asks for, and no more. */
export const cardPolicy: Policy = {
  name: "card",
  description: "MAPE alone, at most 5 %, as the model cards do; blind to faults that move the output little",
  gates: (findings, limits) => [nonFiniteGate(findings), mapeGate(findings, limits)],
};
