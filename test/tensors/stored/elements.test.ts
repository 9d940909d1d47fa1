import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openElements } from "../../../src/tensors/stored/elements.ts";
import type { ReadLimits } from "../../../src/tensors/stored/gather.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "../../../src/tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../../src/tensors/stored/stored-tensor.ts";
import { cOrderStrides, permuted, reach } from "../../../src/tensors/stored/strides.ts";
import { elementCount } from "../../../src/tensors/tensor.ts";

const folder = mkdtempSync(join(tmpdir(), "fvalidate-elements-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bytes that differ from their neighbours near and far: the low bytes of a linear congruential generator's state. */
function randomBytes(length: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 16;
  });
}

const BYTES = randomBytes(2 ** 16);
const PATH = join(folder, "random.bin");
writeFileSync(PATH, BYTES);

/** Where each index's element lies, by nothing but the definition of strides. */
function naiveGather(tensor: StoredTensor, bytes: Uint8Array): Uint8Array {
  const size = BITS_PER_ELEMENT[tensor.dtype] / 8;
  const offset = tensor.location.kind === "memory" ? 0 : tensor.location.offset;
  const strides = tensor.strides ?? cOrderStrides(tensor.shape);
  let places = [tensor.firstElement];
  for (const [axis, length] of tensor.shape.entries()) {
    places = places.flatMap((place) =>
      Array.from({ length }, (_, i) => place + i * (strides[axis] as number)),
    );
  }
  return Uint8Array.from(
    places.flatMap((place) => [...bytes.subarray(offset + place * size, offset + (place + 1) * size)]),
  );
}

interface How {
  readonly cuts?: readonly number[];
  readonly limits?: ReadLimits;
}

function read(tensor: StoredTensor, { cuts = [], limits }: How = {}): Uint8Array {
  using elements = openElements(tensor, limits);
  const size = BITS_PER_ELEMENT[tensor.dtype] / 8;
  const all = elementCount(tensor.shape);
  const result = new Uint8Array(all * size);
  const ends = [...cuts.map((cut) => cut % (all + 1)), 0, all].toSorted((a, b) => a - b);
  for (const [i, end] of ends.slice(1).entries()) {
    const start = ends[i] as number;
    elements.readBytes(start, result.subarray(start * size, end * size));
  }
  return result;
}

const SIZES = ["int8", "float16", "float32", "complex64", "complex128"] as const satisfies StoredDType[];

/** Views as PyTorch makes them: any sizes and strides, 0 where an axis was expanded, overlapping ones too. */
const views: fc.Arbitrary<StoredTensor> = fc
  .record({
    dtype: fc.constantFrom(...SIZES),
    axes: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 1, 2, 3, 7, 24, 150, 400)), {
      maxLength: 4,
    }),
    firstElement: fc.nat({ max: 9 }),
    offset: fc.nat({ max: 33 }),
    inMemory: fc.boolean(),
  })
  .map(({ dtype, axes, firstElement, offset, inMemory }) => ({
    name: "view",
    dtype,
    shape: axes.map(([length]) => length),
    strides: axes.map(([, stride]) => stride),
    littleEndian: true,
    firstElement,
    location: inMemory ? inSharedMemory(BYTES) : fileAt(offset),
  }))
  .filter((tensor) => (tensor.firstElement + reach(tensor)) * 16 <= BYTES.length - 64);

function fileAt(offset: number) {
  return { kind: "file", path: PATH, offset, byteLength: BYTES.length - offset } as const;
}

function inSharedMemory(bytes: Uint8Array) {
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return { kind: "memory", bytes: shared, byteLength: bytes.length } as const;
}

describe("any view is gathered as the definition of strides says", () => {
  it("read at once", () => {
    fc.assert(
      fc.property(views, (tensor) => {
        expect(Buffer.from(read(tensor)).equals(naiveGather(tensor, BYTES))).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("read in pieces that begin and end anywhere", () => {
    fc.assert(
      fc.property(views, fc.array(fc.nat(), { maxLength: 6 }), (tensor, cuts) => {
        expect(Buffer.from(read(tensor, { cuts })).equals(naiveGather(tensor, BYTES))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("with buffers as small as they can be, and gaps of any size", () => {
    const limits = fc.record({
      panelBytes: fc.integer({ min: 1, max: 700 }),
      spanBytes: fc.integer({ min: 16, max: 700 }),
      gapBytes: fc.nat({ max: 700 }),
    });
    fc.assert(
      fc.property(views, limits, fc.array(fc.nat(), { maxLength: 3 }), (tensor, limits, cuts) => {
        expect(Buffer.from(read(tensor, { cuts, limits })).equals(naiveGather(tensor, BYTES))).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("with its axes in any order", () => {
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 4, maxLength: 4 }),
        orders,
        (shape, axes) => {
          const whole: StoredTensor = {
            name: "x",
            dtype: "int16",
            shape,
            strides: null,
            littleEndian: true,
            firstElement: 3,
            location: fileAt(10),
          };
          const turned = permuted(whole, axes);
          expect(turned.shape).toEqual(axes.map((axis) => shape[axis]));
          expect(Buffer.from(read(turned)).equals(naiveGather(turned, BYTES))).toBe(true);
          const back = permuted(
            turned,
            [0, 1, 2, 3].map((axis) => axes.indexOf(axis)),
          );
          expect(back).toEqual(whole);
        },
      ),
    );
  });
});
