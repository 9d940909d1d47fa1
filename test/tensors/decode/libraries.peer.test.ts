import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeElements } from "../../../src/tensors/decode/decode-elements.ts";
import { python, pythonHas } from "../python.ts";

const SMALL = {
  float8_e4m3fn: 256,
  float8_e5m2: 256,
  float8_e4m3fnuz: 256,
  float8_e5m2fnuz: 256,
  float8_e8m0fnu: 256,
  float6_e2m3fn: 64,
  float6_e3m2fn: 64,
  float4_e2m1fn: 16,
  bfloat16: 65536,
  float16: 65536,
} as const;

type Small = keyof typeof SMALL;

/** Each value's float32 bits, so that −0 and all NaNs are told apart; NaNs are compared as NaNs. */
const BY_ML_DTYPES = `
import json, sys, numpy, ml_dtypes
name, patterns = json.load(sys.stdin)
bits = numpy.arange(patterns, dtype=numpy.uint16 if patterns > 256 else numpy.uint8)
with numpy.errstate(all="ignore"):
    values = bits.view(getattr(ml_dtypes, name, None) or name).astype(numpy.float32)
print(json.dumps(values.view(numpy.uint32).tolist()))
`;

const BY_TORCH = `
import json, sys, torch
name, patterns = json.load(sys.stdin)
bits = torch.arange(patterns, dtype=torch.int32).to(torch.uint16 if patterns > 256 else torch.uint8)
print(json.dumps(bits.view(getattr(torch, name)).to(torch.float32).view(torch.int32).to(torch.int64).bitwise_and(0xffffffff).tolist()))
`;

function ours(dtype: Small): Float32Array {
  const patterns = SMALL[dtype];
  const values = new Float32Array(patterns);
  const bits = patterns < 256 ? packed(patterns, patterns === 64 ? 6 : 4) : wide(patterns);
  decodeElements(dtype, bits, values);
  return values;
}

function wide(patterns: number): Uint8Array {
  const all = Array.from({ length: patterns }, (_, i) => i);
  return patterns > 256 ? new Uint8Array(Uint16Array.from(all).buffer) : Uint8Array.from(all);
}

function packed(patterns: number, bits: number): Uint8Array {
  let all = 0n;
  for (let pattern = patterns - 1; pattern >= 0; pattern -= 1) all = (all << BigInt(bits)) | BigInt(pattern);
  return Uint8Array.from({ length: (patterns * bits) / 8 }, (_, i) => Number((all >> BigInt(8 * i)) & 0xffn));
}

function expectSame(dtype: Small, program: string): void {
  const words = z.array(z.number()).parse(python(program, [dtype, SMALL[dtype]]));
  const theirs = new Float32Array(Uint32Array.from(words).buffer);
  expect([...ours(dtype)]).toEqual([...theirs]);
}

const dtypes = Object.keys(SMALL) as Small[];

describe.skipIf(!pythonHas("ml_dtypes"))("ml_dtypes gives every bit pattern the same value", () => {
  it.each(dtypes)("%s", (dtype) => expectSame(dtype, BY_ML_DTYPES));
});

describe.skipIf(!pythonHas("torch"))("torch gives every bit pattern the same value", () => {
  it.each(dtypes.filter((dtype) => !/^float[46]/.test(dtype)))(
    "%s",
    (dtype) => expectSame(dtype, BY_TORCH),
    60_000,
  );
});
