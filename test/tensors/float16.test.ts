import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  bfloat16Values,
  decodeBfloat16,
  decodeFloat16,
  encodeBfloat16,
  encodeFloat16,
  float16Values,
} from "../../src/tensors/float16.ts";

const patterns = Array.from({ length: 0x10000 }, (_, bits) => bits);

describe("all 65536 patterns decode as numpy 2.4 and ml_dtypes 0.6 decode them", () => {
  // numpy.arange(65536, dtype="<u2").view("<f2" or ml_dtypes.bfloat16).astype("<f8"), NaN set to 0, SHA-256.
  it.each([
    ["float16", decodeFloat16, "62dd074b90fef6531d8f6d66a4bb7b109b3e67f4c35521b7d520918eddd6cd97"],
    ["bfloat16", decodeBfloat16, "cdd6cd28c2627258961a5a1133ec750921bec23e583457712d58d9ecdd1a778b"],
  ])("%s", (_, decode, sha256) => {
    const values = Float64Array.from(patterns, (bits) => decode(bits));
    for (const [bits, value] of values.entries()) if (Number.isNaN(value)) values[bits] = 0;
    expect(createHash("sha256").update(values).digest("hex")).toBe(sha256);
  });

  it("in the tables too", () => {
    expect([...float16Values()]).toEqual(patterns.map(decodeFloat16));
    expect([...bfloat16Values()]).toEqual(patterns.map(decodeBfloat16));
  });
});

it.each([
  ["float16", decodeFloat16, encodeFloat16],
  ["bfloat16", decodeBfloat16, encodeBfloat16],
])("%s: every number encodes to its own bits", (_, decode, encode) => {
  const numbers = patterns.filter((bits) => !Number.isNaN(decode(bits)));
  expect(numbers.map((bits) => encode(decode(bits)))).toEqual(numbers);
});

it.each([
  ["float16", decodeFloat16, encodeFloat16, 0x7c00],
  ["bfloat16", decodeBfloat16, encodeBfloat16, 0x7f80],
] as const)(
  "%s: the middle of two neighbours goes to the even one, beside it to the nearer",
  (_, decode, encode, infinity) => {
    const neighbours = Array.from({ length: infinity - 1 }, (_, bits) => {
      const [below, above] = [decode(bits), decode(bits + 1)];
      return { bits, middle: below + (above - below) / 2, even: bits % 2 === 0 ? bits : bits + 1 };
    });
    const wrong = neighbours.filter(
      ({ bits, middle, even }) =>
        encode(middle) !== even ||
        encode(-middle) !== (even | 0x8000) ||
        encode(middle * (1 - 2 ** -52)) !== bits ||
        encode(middle * (1 + 2 ** -52)) !== bits + 1,
    );
    expect(neighbours).toHaveLength(infinity - 1);
    expect(wrong).toEqual([]);
  },
);

// Bits by numpy 2.4: numpy.float64(x).astype(numpy.float16).view(numpy.uint16).
it.each([
  [65519.99, 0x7bff],
  [65520, 0x7c00],
  [1e300, 0x7c00],
  [Number.POSITIVE_INFINITY, 0x7c00],
  [Number.NEGATIVE_INFINITY, 0xfc00],
  [2049, 0x6800],
  [2051, 0x6802],
  [1 + 2 ** -11, 0x3c00],
  [1 + 2 ** -11 + 2 ** -40, 0x3c01],
  [2 ** -25, 0],
  [2 ** -25 * (1 + 2 ** -20), 1],
  [3 * 2 ** -25, 2],
  [Number.MIN_VALUE, 0],
  [-0, 0x8000],
  [Number.NaN, 0x7e00],
])("encodes %d as float16 %i", (value, bits) => {
  expect(encodeFloat16(value)).toBe(bits);
});

// By hand: bfloat16's largest number is (2 − 2^-7)·2^127, its smallest 2^-133; ties go to the even fraction.
it.each([
  [(2 - 2 ** -8) * 2 ** 127, 0x7f80],
  [(2 - 2 ** -8 - 2 ** -40) * 2 ** 127, 0x7f7f],
  [1 + 2 ** -8, 0x3f80],
  [1 + 2 ** -8 + 2 ** -40, 0x3f81],
  [2 ** -134, 0],
  [2 ** -134 * (1 + 2 ** -20), 1],
  [1e-30, 0x0da2],
  [Number.MAX_VALUE, 0x7f80],
  [Number.NEGATIVE_INFINITY, 0xff80],
  [-0, 0x8000],
  [Number.NaN, 0x7fc0],
])("encodes %d as bfloat16 %i", (value, bits) => {
  expect(encodeBfloat16(value)).toBe(bits);
});
