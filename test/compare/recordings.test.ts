import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { errorCoherence } from "../../src/compare/error-coherence.ts";
import { measure } from "../../src/compare/measure.ts";
import type { ActionSet } from "../../src/contracts/actions.ts";
import { readNpyFile } from "../../src/tensors/npy.ts";
import { toFloat64 } from "../../src/tensors/tensor.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/pi0/h200/", import.meta.url));

async function recorded(name: string): Promise<ActionSet> {
  const tensor = await readNpyFile(`${FOLDER}${name}.npy`);
  const [observations = 0, steps = 0, dimensions = 0] = tensor.shape;
  return { shape: [observations, steps, dimensions], values: toFloat64(tensor), dtype: tensor.dtype };
}

/** Figures published with the recordings: MAPE %, WAPE %, coherence, hits of 2048 sign flips. */
const PUBLISHED: Record<string, readonly [mape: number, wape: number, coherence: number, hits: number]> = {
  "flaggems-actions": [0.889948, 0.172066, -0.0031, 1580],
  "perturbed-noise-1ulp": [0.961493, 0.149074, 0.0077, 31],
  "perturbed-state-1e-3": [0.898599, 0.149488, -0.0032, 1747],
  "perturbed-image-1ulp-bf16": [8.393902, 1.499984, 0.9101, 1],
  "benign-batch-2": [0.865215, 0.150493, 0.0012, 730],
  "benign-tf32": [0.822972, 0.150268, 0.0034, 212],
  "benign-sdpa-math": [0.924914, 0.173762, -0.0021, 1374],
  "fault-last-key-dropped": [0.907259, 0.173185, 0.1569, 1],
  "fault-output-scale-plus-0.1-percent": [0.872589, 0.152611, 0.1339, 1],
  "fault-prompt-mask-minus-1": [1.424872, 0.245206, 0.0331, 2],
  "fault-time-mlp-gelu-for-silu": [2.315509, 0.438933, 0.7131, 1],
  "fault-num-steps-9": [4.503065, 0.789368, 0.6961, 1],
  "fault-cameras-swapped": [15.168857, 2.55252, 0.0024, 884],
};

describe("the published figures of every recording against the native one", async () => {
  const native = await recorded("native-actions");

  it.each(Object.entries(PUBLISHED))("%s", async (name, [mape, wape, coherence, hits]) => {
    const pair = { baseline: native, candidate: await recorded(name) };
    const { figures } = measure(pair);
    expect(Number(figures["mapePercent"])).toBeCloseTo(mape, 6);
    expect(Number(figures["wapePercent"])).toBeCloseTo(wape, 6);
    const found = errorCoherence(pair, 42);
    expect(found.meanCosine).toBeCloseTo(coherence, 4);
    expect(found).toMatchObject({ flipsAtLeastAsLarge: hits, flips: 2048 });
  });

  it("covers every stack that was recorded", () => {
    const stacks = readdirSync(FOLDER).filter((name) => /^(benign|fault|perturbed)-.*\.npy$/.test(name));
    const known = [...Object.keys(PUBLISHED), "fault-noise-reused-in-place"].map((name) => `${name}.npy`);
    expect(stacks.filter((name) => !known.includes(name))).toEqual([]);
  });

  it("the noise reused in place leaves the first observation without an error", async () => {
    const pair = { baseline: native, candidate: await recorded("fault-noise-reused-in-place") };
    expect(Number(measure(pair).figures["wapePercent"])).toBeCloseTo(295.659255, 5);
    expect(errorCoherence(pair, 42)).toMatchObject({
      observations: 11,
      zeroErrorObservations: 1,
      flips: 1024,
    });
  });

  it.each([
    ["native-actions", 0.216932, 1.076605],
    ["flaggems-actions", 0.220658, 1.104561],
  ])("%s against the float64 golden", async (name, wape, mape) => {
    const { figures } = measure({
      baseline: await recorded("golden-float64-actions"),
      candidate: await recorded(name),
    });
    expect(Number(figures["wapePercent"])).toBeCloseTo(wape, 6);
    expect(Number(figures["mapePercent"])).toBeCloseTo(mape, 6);
  });

  it("the largest 1 % of the terms hold 51 % of MAPE", async () => {
    const { figures } = measure({ baseline: native, candidate: await recorded("flaggems-actions") });
    expect(Number(figures["mapeSharePercent"])).toBeCloseTo(51.4, 1);
    expect(Number(figures["percentageErrorP50"])).toBeCloseTo(0.172, 3);
    expect(Number(figures["percentageErrorMax"])).toBeCloseTo(1864, 0);
  });
});
