import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
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

function tensorOf(rest: Partial<StoredTensor>): StoredTensor {
  return {
    name: "x",
    dtype: "uint8",
    shape: [8],
    strides: null,
    littleEndian: true,
    firstElement: 0,
    location: fileAt(0),
    ...rest,
  };
}

it.each([
  ["int16", 2],
  ["float32", 4],
  ["float64", 8],
  ["complex64", 4],
  ["complex128", 8],
  ["int8", 1],
] as const)("big-endian %s is turned around in parts of %d bytes", (dtype, size) => {
  const found = read(tensorOf({ dtype, littleEndian: false, shape: [3], location: fileAt(5) }));
  const parts = Array.from({ length: found.length / size }, (_, i) =>
    [...BYTES.subarray(5 + i * size, 5 + (i + 1) * size)].reverse(),
  );
  expect([...found]).toEqual(parts.flat());
});

describe("packed elements", () => {
  it.each([
    ["float4_e2m1fn", 4],
    ["float6_e2m3fn", 6],
  ] as const)("%s are read from every fourth on", (dtype, bits) => {
    using elements = openElements(tensorOf({ dtype, shape: [64] }));
    for (let first = 0; first < 64; first += 4) {
      const bytes = new Uint8Array(((64 - first) * bits) / 8);
      elements.readBytes(first, bytes);
      const begin = (first * bits) / 8;
      expect([...bytes]).toEqual([...BYTES.subarray(begin, begin + bytes.length)]);
    }
  });

  it("are refused in another order than the file's", () => {
    const turned = permuted(tensorOf({ dtype: "float4_e2m1fn", shape: [4, 6] }), [1, 0]);
    expect(() => openElements(turned)).toThrow(/The elements of x are packed \(float4_e2m1fn\)/);
  });
});

describe("a view beyond its storage is refused", () => {
  const location = { kind: "memory", bytes: new SharedArrayBuffer(64), byteLength: 64 } as const;

  it.each([
    { shape: [65] },
    { shape: [8, 8], firstElement: 1 },
    { shape: [2, 2], strides: [62, 2] },
    { shape: [2 ** 40], strides: [1] },
    { shape: [2], strides: [-1], firstElement: 4 },
    { shape: [2], strides: [0.5] },
    { shape: [1], firstElement: -1 },
    { shape: [1], firstElement: Number.NaN },
  ])("$shape, strides $strides, from $firstElement on", (rest) => {
    expect(() => openElements(tensorOf({ ...rest, location }))).toThrow(/do not lie within its 64 bytes/);
  });

  it("but not one without elements", () => {
    expect(
      read(tensorOf({ shape: [0, 2 ** 50], strides: [9e9, 7], firstElement: 64, location })),
    ).toHaveLength(0);
  });
});

it("elements that the tensor does not have are a mistake of the caller's", () => {
  using elements = openElements(tensorOf({ dtype: "int16", shape: [4] }));
  expect(() => elements.readBytes(3, new Uint8Array(4))).toThrow(RangeError);
  expect(() => elements.readBytes(-1, new Uint8Array(2))).toThrow(RangeError);
  expect(() => elements.readBytes(0, new Uint8Array(3))).toThrow(RangeError);
});

describe("a file that changes", () => {
  const path = join(folder, "changing.bin");
  const tensor = tensorOf({ shape: [1000], location: { kind: "file", path, offset: 24, byteLength: 1000 } });
  const message = (size: number, needed: number): string =>
    `Cannot read ${path}: it was changed while it was compared: it ends at byte ${size}, its tensors at byte ${needed} or behind.`;

  it("is refused when it has become shorter before", () => {
    writeFileSync(path, new Uint8Array(1023));
    expect(() => openElements(tensor)).toThrow(message(1023, 1024));
  });

  it("is refused when it becomes shorter on the way", () => {
    writeFileSync(path, new Uint8Array(1024));
    using elements = openElements(tensor);
    const bytes = new Uint8Array(500);
    elements.readBytes(0, bytes);
    truncateSync(path, 700);
    expect(() => elements.readBytes(500, bytes)).toThrow(message(700, 1024));
  });

  it("is refused when it is gone", () => {
    rmSync(path);
    expect(() => openElements(tensor)).toThrow(`Cannot read ${path}: it is not there.`);
  });
});

it.each([2, 7, 255])("a bool of %i is refused with its byte, through any strides", (value) => {
  const path = join(folder, "bools.bin");
  const bytes = new Uint8Array(106).fill(1);
  bytes[100 + 4] = value;
  writeFileSync(path, bytes);
  const whole = tensorOf({
    dtype: "bool",
    shape: [2, 3],
    location: { kind: "file", path, offset: 100, byteLength: 6 },
  });
  for (const tensor of [whole, permuted(whole, [1, 0])]) {
    const problem = `x holds ${value} at byte 104, where a bool is 0 or 1.`;
    expect(() => read(tensor)).toThrow(`Cannot read ${path}: ${problem}`);
  }
});

describe("a file of more than 4 GiB, most of it a hole", () => {
  const path = join(folder, "large.bin");
  const rows = 2 ** 16;
  const columns = 2 ** 14 + 1;
  const offset = 128;
  const byteLength = rows * columns * 4;
  /** Elements on both sides of 2 GiB and of 4 GiB, and the last one. */
  const places = [
    0,
    2 ** 29 - 33,
    2 ** 29 - 32,
    2 ** 29,
    2 ** 30 - 33,
    2 ** 30 - 32,
    2 ** 30,
    rows * columns - 1,
  ];
  const file = openSync(path, "w");
  ftruncateSync(file, offset + byteLength);
  for (const [i, place] of places.entries()) writeSync(file, Uint32Array.of(i + 1), 0, 4, offset + place * 4);
  closeSync(file);
  const location = { kind: "file", path, offset, byteLength } as const;
  const whole = tensorOf({ dtype: "uint32", shape: [rows, columns], location });

  function elementAt(tensor: StoredTensor, element: number): number | undefined {
    const limits = { panelBytes: 4096, spanBytes: 4096, gapBytes: 0 };
    using elements = openElements(tensor, limits);
    const bytes = new Uint8Array(4);
    elements.readBytes(element, bytes);
    return new Uint32Array(bytes.buffer)[0];
  }

  it("is read at every place", () => {
    expect(places.map((place) => elementAt(whole, place))).toEqual(places.map((_, i) => i + 1));
    expect(elementAt(whole, 2 ** 30 + 1)).toBe(0);
  });

  it("is read at every place with its axes exchanged", () => {
    const turned = permuted(whole, [1, 0]);
    const found = places.map((place) =>
      elementAt(turned, (place % columns) * rows + Math.floor(place / columns)),
    );
    expect(found).toEqual(places.map((_, i) => i + 1));
  });
});
