import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  decodeElements,
  VALUE_PRECISION,
  valuesPerElement,
} from "../../../src/tensors/decode/decode-elements.ts";
import { smallFloatValues } from "../../../src/tensors/decode/small-floats.ts";
import {
  BITS_PER_ELEMENT,
  STORED_DTYPES,
  type StoredDType,
} from "../../../src/tensors/stored/stored-dtype.ts";

const FOLDER = new URL("../../../fixtures/tensors/decode/", import.meta.url);

const numbers = z.array(z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]));
const factsSchema = z.strictObject({ source: z.string(), patterns: z.string(), values: numbers });

const fixtures = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({
    dtype: z.enum(STORED_DTYPES).parse(name.replace(".json", "")),
    ...factsSchema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))),
  }));

it("has a fixture for every dtype", () => {
  expect(fixtures.map(({ dtype }) => dtype).toSorted()).toEqual([...STORED_DTYPES].toSorted());
});

describe.each(fixtures)("$dtype, by $source", ({ dtype, patterns, values }) => {
  const bytes = packed(dtype, Buffer.from(patterns, "hex"));

  it("is decoded to the same doubles", () => {
    const decoded = new Float64Array(values.length);
    decodeElements(dtype, bytes, decoded);
    expect([...decoded]).toEqual(values);
  });

  it("is decoded from bytes at any address", () => {
    const shifted = Buffer.concat([Buffer.alloc(1), bytes]).subarray(1);
    const decoded = new Float64Array(values.length);
    decodeElements(dtype, shifted, decoded);
    expect([...decoded]).toEqual(values);
  });

  it.runIf(VALUE_PRECISION[dtype] === "float32")("fits into float32 exactly", () => {
    const decoded = new Float32Array(values.length);
    decodeElements(dtype, bytes, decoded);
    expect([...decoded]).toEqual(values);
  });

  it.runIf(VALUE_PRECISION[dtype] === "float64")("is not rounded to float32", () => {
    expect(() => decodeElements(dtype, bytes, new Float32Array(values.length))).toThrow(TypeError);
  });

  it("is refused for a target of another length", () => {
    expect(() => decodeElements(dtype, bytes, new Float64Array(values.length + 2))).toThrow(RangeError);
    expect(() => decodeElements(dtype, bytes.subarray(1), new Float64Array(values.length))).toThrow(
      RangeError,
    );
  });
});

/** Elements of fewer than 8 bits without gaps, by arithmetic on one long integer: the first in the lowest bits. */
function packed(dtype: StoredDType, elements: Uint8Array): Uint8Array {
  const bits = BITS_PER_ELEMENT[dtype];
  if (bits >= 8) return elements;
  let all = 0n;
  for (const element of elements.toReversed()) all = (all << BigInt(bits)) | BigInt(element);
  const length = Math.ceil((elements.length * bits) / 8);
  return Uint8Array.from({ length }, (_, i) => Number((all >> BigInt(8 * i)) & 0xffn));
}

it.each(["float4_e2m1fn", "float6_e2m3fn", "float6_e3m2fn"] as const)("unpacks any number of %s", (dtype) => {
  const table = smallFloatValues(dtype);
  const elements = fc.uint8Array({ max: table.length - 1, maxLength: 40 });
  fc.assert(
    fc.property(elements, (patterns) => {
      const decoded = new Float32Array(patterns.length);
      decodeElements(dtype, packed(dtype, patterns), decoded);
      expect([...decoded]).toEqual([...patterns].map((pattern) => table[pattern]));
    }),
  );
});

it("rounds 64-bit integers as BigInt does", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const decoded = new Float64Array(1);
      decodeElements("int64", new Uint8Array(BigInt64Array.of(value).buffer), decoded);
      expect(decoded[0]).toBe(Number(value));
      decodeElements("uint64", new Uint8Array(BigInt64Array.of(value).buffer), decoded);
      expect(decoded[0]).toBe(Number(BigInt.asUintN(64, value)));
    }),
    { numRuns: 2000 },
  );
});

it("keeps the payload of a bfloat16's NaN", () => {
  const decoded = new Float32Array(1);
  decodeElements("bfloat16", Uint8Array.of(0x81, 0xff), decoded);
  expect(new Uint32Array(decoded.buffer)[0]).toBe(0xff810000);
});

it("says how many values an element has", () => {
  expect(STORED_DTYPES.filter((dtype) => valuesPerElement(dtype) === 2)).toEqual(["complex64", "complex128"]);
});
