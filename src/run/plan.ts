import type { Perturbation } from "../contracts/policy.ts";

export type Role = "baseline" | "candidate" | "golden";

/** What a stack can be asked beside each observation once. */
export interface Abilities {
  /** How often it is asked the same. */
  readonly passes: number;
  /** The inputs that can be moved, the best first. */
  readonly perturbations: readonly Perturbation[];
}

export interface PlanRequest {
  readonly observations: number;
  readonly baseline: Abilities;
  readonly candidate: Abilities;
  readonly golden: boolean;
}

/** One question of a run. */
export interface Step {
  readonly role: Role;
  readonly observation: number;
  readonly pass: number;
  readonly perturbation: Perturbation | null;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** The input that the perturbation floor moves; `null` when the baseline has none to move. */
  readonly perturbation: Perturbation | null;
}

/**
 * The questions in order: first both arms, observation by observation, so that a run which is stopped early can
 * still compare what both answered; then golden, the perturbation floor and the repeats.
 */
export function planRun({ observations, baseline, candidate, golden }: PlanRequest): Plan {
  const perturbation = baseline.perturbations[0] ?? null;
  const roles: Role[] = golden ? ["baseline", "candidate", "golden"] : ["baseline", "candidate"];
  const steps = [...pass(observations, 0, roles)];
  if (perturbation !== null) {
    for (let observation = 0; observation < observations; observation += 1) {
      steps.push({ role: "baseline", observation, pass: 0, perturbation });
    }
  }
  for (let again = 1; again < Math.max(baseline.passes, candidate.passes); again += 1) {
    const asked = [
      ...(again < baseline.passes ? (["baseline"] as const) : []),
      ...(again < candidate.passes ? (["candidate"] as const) : []),
    ];
    steps.push(...pass(observations, again, asked));
  }
  return { steps, perturbation };
}

function pass(observations: number, number: number, roles: readonly Role[]): Step[] {
  return Array.from({ length: observations }, (_, observation) =>
    roles.map((role): Step => ({ role, observation, pass: number, perturbation: null })),
  ).flat();
}
