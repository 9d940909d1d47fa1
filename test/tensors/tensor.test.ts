import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../src/support/errors.ts";
import { BYTES_PER_ELEMENT, DTYPES } from "../../src/tensors/dtype.ts";
import {
  describeTensor,
  elementCount,
  float32Tensor,
  makeTensor,
  toFloat64,
} from "../../src/tensors/tensor.ts";
import { ARRAY_CLASSES, bytesOf, swapBytes, typedArray } from "../../src/tensors/tensor-data.ts";
import { viewOf } from "../../src/tensors/view.ts";

describe("elementCount", () => {
  it.each([
    [[], 1],
    [[0], 0],
    [[1, 50, 32], 1600],
    [[3, 0, 5], 0],
    [[0, ...Array.from({ length: 40 }, () => Number.MAX_SAFE_INTEGER)], 0],
  ])("%j has %i", (shape, count) => {
    expect(elementCount(shape)).toBe(count);
  });
});

describe("makeTensor", () => {
  it.each(DTYPES)("accepts %s in the class that holds it", (dtype) => {
    const data = typedArray(dtype, new Uint8Array(6 * BYTES_PER_ELEMENT[dtype]));
    expect(data).toBeInstanceOf(ARRAY_CLASSES[dtype]);
    expect(makeTensor({ dtype, shape: [2, 3], data })).toEqual({ dtype, shape: [2, 3], data });
  });

  it.each([
    ["data of another length", [2, 3], new Float32Array(5), "shape [2, 3] has 6 elements, the data holds 5"],
    ["an element in an empty shape", [0], new Float32Array(1), "shape [0] has 0 elements, the data holds 1"],
    ["no element in a scalar", [], new Float32Array(0), "shape [] has 1 elements, the data holds 0"],
    [
      "another dtype's class",
      [1],
      new Float64Array(1),
      "float32 is held by a Float32Array, found a Float64Array",
    ],
    ["a negative size", [2, -1], new Float32Array(0), "axis 1 of its shape [2, -1] has size -1"],
    ["a fraction", [1.5], new Float32Array(1), "axis 0 of its shape [1.5] has size 1.5"],
    ["NaN", [Number.NaN], new Float32Array(1), "has size NaN"],
    ["infinity", [Number.POSITIVE_INFINITY], new Float32Array(1), "has size Infinity"],
  ])("refuses %s", (_, shape, data, problem) => {
    const make = () => makeTensor({ dtype: "float32", shape, data });
    expect(make).toThrow(FvalidateError);
    expect(make).toThrow(problem);
  });
});

it("makes float32 tensors from numbers, rounded to the nearest", () => {
  // 0.1 as float32 is 0x3dcccccd, by IEEE 754 converters.
  const { data } = float32Tensor([2], [0.1, -2]);
  expect([...new Uint32Array(data.buffer)]).toEqual([0x3dcccccd, 0xc0000000]);
  expect(() => float32Tensor([2], [1])).toThrow("shape [2] has 2 elements, the data holds 1");
});

it("describes a tensor by its shape, dtype and bytes", () => {
  expect(describeTensor({ dtype: "float32", shape: [1, 50, 32] })).toBe(
    "[1, 50, 32] of float32 (6400 bytes)",
  );
});

describe("toFloat64", () => {
  it("sends 64-bit integers to the nearest double, ties to even", () => {
    // 2^53 + 1 lies between the doubles 2^53 and 2^53 + 2; 2^64 − 1 next to 2^64.
    const data = BigUint64Array.of(2n ** 53n + 1n, 2n ** 53n + 3n, 2n ** 64n - 1n, 7n);
    expect([...toFloat64({ dtype: "uint64", shape: [4], data })]).toEqual([2 ** 53, 2 ** 53 + 4, 2 ** 64, 7]);
  });

  it("keeps every float32 and the sign of zero", () => {
    fc.assert(
      fc.property(fc.float32Array(), (data) => {
        const wide = toFloat64({ dtype: "float32", shape: [data.length], data });
        expect([...Float32Array.from(wide)]).toEqual([...data]);
      }),
    );
    const zeros = float32Tensor([2], [-0, 0]);
    expect([...toFloat64(zeros)]).toEqual([-0, 0]);
  });

  it("is a copy, so that changing it leaves the tensor alone", () => {
    const data = Float64Array.of(1, 2);
    toFloat64({ dtype: "float64", shape: [2], data })[0] = 9;
    expect([...data]).toEqual([1, 2]);
  });
});

describe("viewOf", () => {
  it("reaches elements by index, and slices", () => {
    const view = viewOf(float32Tensor([2, 3], [1, 2, 3, 4, 5, 6]));
    expect(view.get(1, 2)).toBe(6);
    expect(view.stride).toEqual([3, 1]);
    expect([0, 1].map((row) => view.pick(null, 1).get(row))).toEqual([2, 5]);
  });

  it("reaches the one element of a scalar, and none of an empty tensor", () => {
    expect(viewOf(float32Tensor([], [5])).get()).toBe(5);
    expect(viewOf(float32Tensor([0, 3], [])).size).toBe(0);
  });

  it("decodes float16 and integers", () => {
    expect(viewOf({ dtype: "float16", shape: [1], data: Uint16Array.of(0x3e00) }).get(0)).toBe(1.5);
    expect(viewOf({ dtype: "int64", shape: [1], data: BigInt64Array.of(-4n) }).get(0)).toBe(-4);
  });
});

it("swaps the bytes of every element, and shares them", () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  for (const [size, swapped] of [
    [1, [1, 2, 3, 4, 5, 6, 7, 8]],
    [2, [2, 1, 4, 3, 6, 5, 8, 7]],
    [4, [4, 3, 2, 1, 8, 7, 6, 5]],
    [8, [8, 7, 6, 5, 4, 3, 2, 1]],
  ] as const) {
    const copy = bytes.slice();
    swapBytes(copy, size);
    expect([...copy]).toEqual(swapped);
  }
  const elements = Uint16Array.of(1);
  bytesOf(elements)[1] = 1;
  expect(elements[0]).toBe(257);
});
