import { type Trajectories, trajectoryGrowth } from "../../compare/trajectory-growth.ts";
import { commonObservations, type Series } from "../answers.ts";
import type { AssessmentRequest } from "./request.ts";

/** The error's growth over the denoising steps, where both arms tell their trajectories. */
export function assessGrowth({ answers }: AssessmentRequest) {
  const baseline = answers.trajectories("baseline");
  const candidate = answers.trajectories("candidate");
  if (baseline === undefined || candidate === undefined) {
    return { growth: null, growthReason: "the stacks do not tell their denoising trajectories" };
  }
  if (baseline.shape.join() !== candidate.shape.join()) {
    const shapes = `[${baseline.shape.join(", ")}] and [${candidate.shape.join(", ")}]`;
    return { growth: null, growthReason: `the arms' trajectories have different shapes: ${shapes}` };
  }
  const both = commonObservations(baseline, candidate);
  return { growth: trajectoryGrowth(trajectories(baseline, both), trajectories(candidate, both)) };
}

function trajectories(series: Series, observations: readonly number[]): Trajectories {
  const [denoisingSteps = 0, steps = 0, dimensions = 0] = series.shape;
  return {
    shape: [observations.length, denoisingSteps, steps, dimensions],
    values: series.select(observations),
  };
}
