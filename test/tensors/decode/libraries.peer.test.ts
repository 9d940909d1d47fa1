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

/** The bits of each value as float32; by dtype. */
const BY_ML_DTYPES = `
import json, sys, numpy, ml_dtypes
answers = {}
for name, patterns in json.load(sys.stdin):
    bits = numpy.arange(patterns, dtype=numpy.uint16 if patterns > 256 else numpy.uint8)
    with numpy.errstate(all="ignore"):
        values = bits.view(getattr(ml_dtypes, name, None) or name).astype(numpy.float32)
    answers[name] = values.view(numpy.uint32).tolist()
print(json.dumps(answers))
`;

const BY_TORCH = `
import json, sys, torch
answers = {}
for name, patterns in json.load(sys.stdin):
    bits = torch.arange(patterns, dtype=torch.int32).to(torch.uint16 if patterns > 256 else torch.uint8)
    values = bits.view(getattr(torch, name)).to(torch.float32)
    answers[name] = values.view(torch.int32).to(torch.int64).bitwise_and(0xffffffff).tolist()
print(json.dumps(answers))
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

const answersSchema = z.record(z.string(), z.array(z.number()));

function expectSame(dtypes: readonly Small[], program: string): void {
  const answers = answersSchema.parse(
    python(
      program,
      dtypes.map((dtype) => [dtype, SMALL[dtype]]),
    ),
  );
  for (const dtype of dtypes) {
    const theirs = new Float32Array(Uint32Array.from(answers[dtype]!).buffer);
    expect([...ours(dtype)], dtype).toEqual([...theirs]);
  }
}

const dtypes = Object.keys(SMALL) as Small[];

describe("every bit pattern has the value", () => {
  it.skipIf(!pythonHas("ml_dtypes"))("that ml_dtypes gives it", () => expectSame(dtypes, BY_ML_DTYPES));

  // torch converts no floats of 6 and 4 bits.
  it.skipIf(!pythonHas("torch"))("that torch gives it", () => {
    expectSame(
      dtypes.filter((dtype) => !/^float[46]/.test(dtype)),
      BY_TORCH,
    );
  });
});
