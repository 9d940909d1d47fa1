import { beforeAll, describe, expect, it } from "vitest";
import { errorCoherence } from "../../../src/compare/error-coherence.ts";
import { drawNoise, moveUpOneUlp } from "../../../src/run/capsule/noise.ts";
import type { BackendName } from "../../../src/stacks/embedded/backend.ts";
import type { Fault } from "../../../src/stacks/embedded/network.ts";
import { openEmbeddedPolicy } from "../../../src/stacks/embedded/policy.ts";
import { askAll, wapePercent } from "./questions.ts";

const OBSERVATIONS = 10;
const noise = drawNoise({ seed: 42, chunk: 50, actionDimensions: 32 });

async function actionsOf(backend: BackendName, options: { moved?: boolean; fault?: Fault } = {}) {
  await using policy = await openEmbeddedPolicy({ backend, weightsSeed: 42, fault: options.fault });
  return await askAll(policy, OBSERVATIONS, options.moved ? moveUpOneUlp(noise) : noise);
}

function coherence(baseline: Float64Array, candidate: Float64Array) {
  const set = (values: Float64Array) =>
    ({ shape: [OBSERVATIONS, 50, 32], values, dtype: "float32" }) as const;
  return errorCoherence({ baseline: set(baseline), candidate: set(candidate) }, 1);
}

/**
 * What makes two backends of one policy a rehearsal of two stacks. Measured over 32 drawn observations of 224×224, for
 * the seeds 42, 1, 7 and 2026 with the weights of seed 42, and for 3 and 99 with weights of their own: wasm against cpu
 * had a WAPE of 0.055 to 0.064 %, 0.97 to 1.04 times that of one ulp of noise, and coherence p from 0.055 to 0.89.
 * Native TensorFlow 2.15 (tfjs-node) against cpu, seed 42: 0.063 %, 0.99 times, p 0.96.
 */
describe("two backends", () => {
  let cpu: Float64Array;
  let wasm: Float64Array;
  let floor: number;

  beforeAll(async () => {
    cpu = await actionsOf("tfjs-cpu");
    wasm = await actionsOf("tfjs-wasm");
    floor = wapePercent(cpu, await actionsOf("tfjs-cpu", { moved: true }));
  });

  it("differ about as much as one ulp of noise moves one of them", () => {
    expect(wapePercent(cpu, wasm)).toBeGreaterThan(0.02);
    expect(wapePercent(cpu, wasm) / floor).toBeGreaterThan(1 / 1.3);
    expect(wapePercent(cpu, wasm) / floor).toBeLessThan(1.3);
  });

  it("differ in another direction for each observation", () => {
    const { meanCosine, p } = coherence(cpu, wasm);
    expect(Math.abs(meanCosine ?? 1)).toBeLessThan(0.02);
    expect(p).toBeGreaterThan(0.01);
  });

  it.each(["nine-steps", "gelu-for-silu"] as const)("%s stands out by its size", async (fault) => {
    expect(wapePercent(cpu, await actionsOf("tfjs-wasm", { fault })) / floor).toBeGreaterThan(50);
  });

  it("output-scale stands out by its coherence", async () => {
    const scaled = await actionsOf("tfjs-wasm", { fault: "output-scale" });
    const { meanCosine, p } = coherence(cpu, scaled);
    expect(meanCosine).toBeGreaterThan(0.3);
    expect(p).toBeLessThan(0.01);
    // Each action × 1.001, rounded to float32.
    expect(scaled.every((value, i) => Math.abs(value / (wasm[i] ?? 0) - 1.001) < 2e-7)).toBe(true);
  });
});
