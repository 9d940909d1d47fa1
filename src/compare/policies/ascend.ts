import { nonFiniteGate } from "./gates.ts";
import type { Policy } from "./policy.ts";
import { cosineGates, orientationGate, positionGate } from "./pose-gates.ts";

/**
 * What the recipes for pi0 and pi0.5 on Ascend ask for: cann-recipes-embodied-intelligence, the README of
 * manipulation/pi0/infer_with_torch (poses) and verify_pi05_accuracy_ascend.py of manipulation/pi05/infer_with_torch
 * (cosines). The pi0 recipe takes the 2-norm of roll, pitch and yaw for the orientation; here it is the angle between
 * the two orientations, which means the same for small errors and does not jump where two of those axes coincide.
 */
export const ascendPolicy: Policy = {
  name: "ascend",
  description:
    "end effector within 0.03 m and 0.2 rad by the suite's kinematics, cosine over all actions and of every step above 0.99",
  gates: (findings, limits) => [
    nonFiniteGate(findings),
    positionGate(findings, limits),
    orientationGate(findings, limits),
    ...cosineGates(findings, limits),
  ],
};
