import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pythonRandom } from "../../../src/support/python/random.ts";

const ROOT = new URL("../../..", import.meta.url);
const VECTORS = new URL("fixtures/python-random/vectors.json", ROOT);
const sharedFolder = process.env["FVALIDATE_SHARED_PATH"];
const SHARED = sharedFolder === undefined ? new URL("../shared/", ROOT) : new URL(`file://${sharedFolder}/`);
const GPQA_VECTORS = new URL("parity/python_random_vectors.json", SHARED);

/** What CPython 3.11's `random.Random(seed)` gave, in this order of calls. */
interface Vector {
  readonly seed: string;
  readonly random: number[];
  readonly bits: [bits: number, value: number][];
  readonly below: [limit: number, value: number][];
  readonly shuffled: number[];
  readonly sample: [size: number, count: number, drawn: number[]][];
  readonly after700: number;
}

const numbersBelow = (size: number): number[] => Array.from({ length: size }, (_, index) => index);
const vectors: Vector[] = JSON.parse(readFileSync(VECTORS, "utf8"));

describe("pythonRandom", () => {
  it.each(vectors)("gives CPython's numbers for the seed $seed", (vector) => {
    const random = pythonRandom(BigInt(vector.seed));
    expect(vector.random.map(() => random.random())).toEqual(vector.random);
    for (const [bits, value] of vector.bits) expect(random.randomBits(bits), `${bits} bits`).toBe(value);
    for (const [limit, value] of vector.below) expect(random.randomBelow(limit), `${limit}`).toBe(value);
    expect(random.shuffled(numbersBelow(10))).toEqual(vector.shuffled);
    for (const [size, count, drawn] of vector.sample)
      expect(random.sample(numbersBelow(size), count), `${count} of ${size}`).toEqual(drawn);
    for (let call = 0; call < 700; call += 1) random.random();
    expect(random.random()).toBe(vector.after700);
  });

  it("leaves the items it shuffles and samples as they are", () => {
    const items = Object.freeze([1, 2, 3, 4]);
    pythonRandom(1).shuffled(items);
    pythonRandom(1).sample(items, 2);
    expect(items).toEqual([1, 2, 3, 4]);
  });

  it("refuses to sample more than there is", () => {
    expect(() => pythonRandom(1).sample([1], 2)).toThrow(RangeError);
  });
});

describe.skipIf(!existsSync(GPQA_VECTORS))(
  "the permutations of GPQA's choices (skipped without ../shared)",
  () => {
    const recorded = (): Record<string, unknown> => JSON.parse(readFileSync(GPQA_VECTORS, "utf8"));
    const four = [0, 1, 2, 3];

    it("as simple-evals draws them", () => {
      const random = pythonRandom(0);
      const orders = recorded()["simple_evals_gpqa_rng0_sample4_first8"] as number[][];
      expect(orders.map(() => random.sample(four, 4))).toEqual(orders);
    });

    it.each([
      ["lm_eval_n_shot_rng42_shuffle_first8", 42],
      ["lm_eval_global_seed0_shuffle_first8_if_nothing_else_drew", 0],
    ])("as lm-eval shuffles them: %s", (name, seed) => {
      const random = pythonRandom(seed);
      const orders = recorded()[name] as number[][];
      expect(orders.map(() => random.shuffled(four))).toEqual(orders);
    });

    it("and the generator's first numbers", () => {
      const random = pythonRandom(12345);
      const numbers = recorded()["mt19937_seed12345_random_first3"] as number[];
      expect(numbers.map(() => random.random())).toEqual(numbers);
      const bits = recorded()["mt19937_seed12345_getrandbits32_first5"] as number[];
      const again = pythonRandom(12345);
      expect(bits.map(() => again.randomBits(32))).toEqual(bits);
    });
  },
);
