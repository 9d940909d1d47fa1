import { describe, expect, it } from "vitest";
import { planRun } from "../../src/run/plan.ts";

const once = { passes: 1, perturbations: [] };

describe("planRun", () => {
  it("asks both arms about each observation before the next, then golden's turn in the same round", () => {
    const { steps } = planRun({ observations: 2, baseline: once, candidate: once, golden: true });
    expect(steps.map(({ role, observation }) => `${role} ${observation}`)).toEqual([
      "baseline 0",
      "candidate 0",
      "golden 0",
      "baseline 1",
      "candidate 1",
      "golden 1",
    ]);
  });

  it("moves the best input that the baseline has", () => {
    const baseline = { passes: 1, perturbations: ["noise", "state"] as const };
    const { steps, perturbation } = planRun({ observations: 2, baseline, candidate: once, golden: false });
    expect(perturbation).toBe("noise");
    expect(steps.filter((step) => step.perturbation !== null)).toEqual([
      { role: "baseline", observation: 0, pass: 0, perturbation: "noise" },
      { role: "baseline", observation: 1, pass: 0, perturbation: "noise" },
    ]);
  });

  it("repeats each arm as often as it can be asked, golden never", () => {
    const baseline = { passes: 3, perturbations: [] };
    const candidate = { passes: 2, perturbations: [] };
    const { steps } = planRun({ observations: 1, baseline, candidate, golden: true });
    expect(steps.filter(({ pass }) => pass > 0).map(({ role, pass }) => `${role} ${pass}`)).toEqual([
      "baseline 1",
      "candidate 1",
      "baseline 2",
    ]);
  });
});
