import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { errorCoherence } from "../../../src/compare/error-coherence.ts";
import { gramCoherence } from "../../../src/compare/tensors/gram-coherence.ts";
import type { ActionSet } from "../../../src/contracts/actions.ts";
import { readNpyFile } from "../../../src/tensors/npy.ts";
import { toFloat64 } from "../../../src/tensors/tensor.ts";

const FOLDER = fileURLToPath(new URL("../../../fixtures/pi0/h200/", import.meta.url));

async function recorded(name: string): Promise<ActionSet> {
  const tensor = await readNpyFile(`${FOLDER}${name}.npy`);
  const [observations = 0, steps = 0, dimensions = 0] = tensor.shape;
  return { shape: [observations, steps, dimensions], values: toFloat64(tensor), dtype: tensor.dtype };
}

/** All inner products, in the plainest way. */
function gramOf(baseline: ActionSet, candidate: ActionSet): Float64Array {
  const [observations, steps, dimensions] = baseline.shape;
  const size = steps * dimensions;
  const error = (row: number, at: number) =>
    (candidate.values[row * size + at] ?? 0) - (baseline.values[row * size + at] ?? 0);
  return Float64Array.from({ length: observations ** 2 }, (_, place) => {
    const [row, column] = [Math.floor(place / observations), place % observations];
    let sum = 0;
    for (let at = 0; at < size; at += 1) sum += error(row, at) * error(column, at);
    return sum;
  });
}

describe("error coherence from inner products", () => {
  it.each(["flaggems-actions", "fault-last-key-dropped", "fault-noise-reused-in-place"])(
    "of %s is that from the errors themselves",
    async (name) => {
      const [baseline, candidate] = [await recorded("native-actions"), await recorded(name)];
      const found = gramCoherence({ gram: gramOf(baseline, candidate), observations: 12 }, 42);
      const { meanCosine, ...counts } = errorCoherence({ baseline, candidate }, 42);
      expect(found).toMatchObject(counts);
      expect(found.meanCosine).toBeCloseTo(meanCosine ?? Number.NaN, 12);
    },
  );

  it("leaves observations without an error out, wherever they are", () => {
    // Errors (1, 0), none, (1, 1), none: one cosine, of 45 degrees.
    const gram = Float64Array.from([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0]);
    expect(gramCoherence({ gram, observations: 4 }, 42)).toMatchObject({
      meanCosine: expect.closeTo(Math.SQRT1_2, 12),
      observations: 2,
      zeroErrorObservations: 2,
    });
  });

  it("is undefined without a pair of errors", () => {
    const none = gramCoherence({ gram: new Float64Array(4), observations: 2 }, 42);
    expect(none).toMatchObject({ meanCosine: null, p: null, observations: 0, zeroErrorObservations: 2 });
    const one = gramCoherence({ gram: Float64Array.from([1, 0, 0, 0]), observations: 2 }, 42);
    expect(one).toMatchObject({ meanCosine: null, observations: 1, zeroErrorObservations: 1 });
  });

  it("does not overflow where products of lengths would", () => {
    const large = 1e300;
    const gram = Float64Array.from([large, large, large, large]);
    expect(gramCoherence({ gram, observations: 2 }, 42).meanCosine).toBeCloseTo(1, 12);
  });
});
