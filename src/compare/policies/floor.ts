import { coherenceGate, floorsGate, mapeGate, nonFiniteGate, repeatGates } from "./gates.ts";
import type { Policy } from "./policy.ts";

/** The default: magnitude against the rounding floor, and direction against chance. */
export const floorPolicy: Policy = {
  name: "floor",
  description:
    "MAPE at most 5 %, WAPE at most 1.5 perturbation floors, error coherence p at least 0.01; stacks must repeat themselves",
  gates: (findings, limits) => [
    nonFiniteGate(findings),
    mapeGate(findings, limits),
    floorsGate(findings, limits),
    coherenceGate(findings, limits),
    ...repeatGates(findings, limits),
  ],
};
