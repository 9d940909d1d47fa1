import fc from "fast-check";
import { expect, it } from "vitest";
import { FvalidateError } from "../../src/support/errors.ts";
import { BYTES_PER_ELEMENT, DTYPES, type DType } from "../../src/tensors/dtype.ts";
import { decodeNpy, encodeNpy, type NpyFormat } from "../../src/tensors/npy.ts";
import { elementCount, type Tensor } from "../../src/tensors/tensor.ts";
import { bytesOf, typedArray } from "../../src/tensors/tensor-data.ts";
import { declaring, validFixtures } from "./fixtures.ts";

const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 5 });
const formats: fc.Arbitrary<NpyFormat> = fc.record({
  version: fc.constantFrom(1, 2, 3),
  byteOrder: fc.constantFrom("little", "big"),
  fortranOrder: fc.boolean(),
});

/** Random bit patterns, so that NaNs of every payload, signalling ones too, are among the floats. */
function tensorsOf(dtype: DType): fc.Arbitrary<Tensor> {
  const byte =
    dtype === "bool" ? fc.nat({ max: 1 }) : fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0x7f, 0xff));
  return shapes.chain((shape) => {
    const length = elementCount(shape) * BYTES_PER_ELEMENT[dtype];
    return fc
      .array(byte, { minLength: length, maxLength: length })
      .map((bytes) => ({ dtype, shape, data: typedArray(dtype, Uint8Array.from(bytes)) }));
  });
}

it.each(DTYPES)("reads back every bit of %s, in every version, byte order and element order", (dtype) => {
  fc.assert(
    fc.property(tensorsOf(dtype), formats, (tensor, format) => {
      const file = encodeNpy(tensor, format);
      const read = decodeNpy(file, { name: "x.npy", ...(dtype === "bfloat16" ? { dtype } : {}) });
      expect({ dtype: read.dtype, shape: read.shape }).toEqual({ dtype, shape: tensor.shape });
      expect(Buffer.from(bytesOf(read.data)).equals(bytesOf(tensor.data))).toBe(true);
      expect((file.length - tensor.data.byteLength) % 64, "the data is aligned").toBe(0);
    }),
  );
});

it("keeps the payload and the signalling bit of a float32 NaN through Fortran order", () => {
  // IEEE 754: exponent all ones, fraction not zero; the quiet bit is the fraction's highest.
  const bits = Uint32Array.of(0x7f800001, 0xff80beef, 0x7fc00000, 0x7fffffff);
  const tensor: Tensor = { dtype: "float32", shape: [2, 2], data: new Float32Array(bits.buffer) };
  const read = decodeNpy(encodeNpy(tensor, { fortranOrder: true, byteOrder: "big" }), { name: "x.npy" });
  expect([...new Uint32Array(read.data.buffer)]).toEqual([...bits]);
});

it("moves elements as an index formula says (C order from Fortran order)", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const data = Int32Array.from({ length: elementCount(shape) }, (_, i) => i);
      const file = encodeNpy({ dtype: "int32", shape, data }, { fortranOrder: true });
      const stored = new Int32Array(file.slice(file.length - data.byteLength).buffer);
      const isFortran = Buffer.from(file).includes("'fortran_order': True");
      for (const [position, value] of stored.entries()) {
        expect(value).toBe(isFortran ? cPosition(fortranIndex(position, shape), shape) : position);
      }
    }),
  );
});

it("answers every changed byte with a tensor or an FvalidateError", () => {
  const fixtures = validFixtures();
  fc.assert(
    fc.property(
      fc.constantFrom(...fixtures),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (fixture, at, mask) => {
        const changed = Buffer.from(fixture.bytes);
        const position = at % changed.length;
        changed[position] = (changed[position] ?? 0) ^ mask;
        return /tensor|refused/.test(outcomeOf(changed, fixture.declare));
      },
    ),
    { numRuns: 3000 },
  );
});

it("answers every bit flip in a header with a tensor or an FvalidateError", () => {
  const outcomes = new Set<string>();
  for (const { bytes, declare } of validFixtures().filter(({ name }) =>
    /^(actions|scalar|version)/.test(name),
  )) {
    for (let bit = 0; bit < 128 * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      outcomes.add(outcomeOf(changed, declare));
    }
  }
  expect([...outcomes].sort()).toEqual(["refused", "tensor"]);
});

it("answers every text as a header with a tensor or an FvalidateError", () => {
  const words = fc.constantFrom(
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "'descr'",
    "'<f4'",
    "'shape'",
    "'fortran_order'",
  );
  const others = fc.constantFrom(
    "True",
    "False",
    "None",
    "1",
    "-2",
    "3L",
    " ",
    "\n",
    "'",
    '"',
    "\\",
    "u'x'",
    "9e9",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, others), { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const file = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00..", "latin1"), Buffer.from(text, "latin1")]);
      file.writeUInt16LE(text.length, 8);
      return /tensor|refused/.test(outcomeOf(file));
    }),
    { numRuns: 2000 },
  );
});

function outcomeOf(bytes: Uint8Array, declare?: DType): "tensor" | "refused" {
  try {
    const { shape, data } = decodeNpy(bytes, { name: "x.npy", ...declaring(declare) });
    if (data.length !== elementCount(shape)) throw new Error(`${data.length} elements of [${shape}]`);
    return "tensor";
  } catch (error) {
    if (error instanceof FvalidateError) return "refused";
    throw error;
  }
}

function fortranIndex(position: number, shape: readonly number[]): number[] {
  let rest = position;
  return shape.map((size) => {
    const index = rest % size;
    rest = Math.floor(rest / size);
    return index;
  });
}

function cPosition(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((position, at, axis) => position * (shape[axis] ?? 1) + at, 0);
}
