import { NeumaierSum } from "./neumaier.ts";

/** How far the arms are apart at the start of one denoising step. */
export interface GrowthStep {
  readonly step: number;
  /** ‖x_b − x_a‖ / ‖x_a‖ over all observations; `null` where the baseline is all zeros. */
  readonly relativeL2: number | null;
  /** This step's relative error over the one before; `null` where that was zero. */
  readonly growth: number | null;
}

/** Trajectories of one arm, [observations, denoising steps, steps, dimensions] in C order. */
export interface Trajectories {
  readonly shape: readonly [number, number, number, number];
  readonly values: Float64Array;
}

/**
 * The growth of the error over the denoising steps. Each step feeds on the one before, so an error that starts
 * with one wrong step looks different from one that grows from rounding.
 */
export function trajectoryGrowth(baseline: Trajectories, candidate: Trajectories): GrowthStep[] {
  const relative = Array.from({ length: baseline.shape[1] }, (_, step) =>
    relativeL2At(step, baseline, candidate),
  );
  return relative.map((relativeL2, step) => ({
    step,
    relativeL2,
    growth: ratio(relativeL2, relative[step - 1]),
  }));
}

function relativeL2At(step: number, baseline: Trajectories, candidate: Trajectories): number | null {
  const [observations, denoisingSteps, steps, dimensions] = baseline.shape;
  const size = steps * dimensions;
  const errorSquared = new NeumaierSum();
  const baselineSquared = new NeumaierSum();
  for (let observation = 0; observation < observations; observation += 1) {
    const start = (observation * denoisingSteps + step) * size;
    let errors = 0;
    let references = 0;
    for (let at = start; at < start + size; at += 1) {
      const reference = baseline.values[at] ?? 0;
      errors += ((candidate.values[at] ?? 0) - reference) ** 2;
      references += reference ** 2;
    }
    errorSquared.add(errors);
    baselineSquared.add(references);
  }
  const value = Math.sqrt(errorSquared.value / baselineSquared.value);
  return Number.isFinite(value) ? value : null;
}

function ratio(value: number | null, before: number | null | undefined): number | null {
  if (value === null || before === null || before === undefined || before === 0) return null;
  return value / before;
}
