import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../src/support/errors.ts";
import type { DType } from "../../src/tensors/dtype.ts";
import { decodeNpy, encodeNpy, readNpyFile } from "../../src/tensors/npy.ts";
import { toFloat64 } from "../../src/tensors/tensor.ts";
import { declaring, invalidFixtures, validFixtures } from "./fixtures.ts";

describe.each(validFixtures())("valid/$name", ({ path, bytes, dtype, shape, declare, values }) => {
  it("reads what numpy says it holds", () => {
    const before = Buffer.from(bytes);
    const tensor = decodeNpy(bytes, { name: "x.npy", ...declaring(declare) });
    expect(tensor.dtype).toBe(dtype);
    expect(tensor.shape).toEqual(shape);
    expect([...toFloat64(tensor)]).toEqual(values);
    expect(bytes.equals(before), "the given bytes are as they were").toBe(true);
  });

  it("reads the same from disk", async () => {
    const fromDisk = await readNpyFile(path, declaring(declare));
    expect(fromDisk).toEqual(decodeNpy(bytes, { name: path, ...declaring(declare) }));
  });

  it("reads the same from bytes that start at an odd address", () => {
    const shifted = Buffer.concat([Buffer.alloc(1), bytes]).subarray(1);
    const options = { name: "x.npy", ...declaring(declare) };
    expect(decodeNpy(shifted, options)).toEqual(decodeNpy(bytes, options));
  });

  it("is refused when cut anywhere", () => {
    const lengths = Array.from({ length: bytes.length }, (_, length) => length);
    const refused = lengths.filter((length) => isRefused(bytes.subarray(0, length), declare));
    expect(refused).toEqual(lengths);
  });
});

function isRefused(bytes: Uint8Array, declare: DType | undefined): boolean {
  try {
    decodeNpy(bytes, { name: "x.npy", ...declaring(declare) });
    return false;
  } catch (error) {
    if (error instanceof FvalidateError) return true;
    throw error;
  }
}

const writtenByNumpy = validFixtures().filter(
  ({ name }) => !name.startsWith("header-") && !name.startsWith("bfloat16-as-") && name !== "actions",
);

it.each(writtenByNumpy)("writes valid/$name byte for byte as numpy did", ({ name, bytes, declare }) => {
  const header = bytes.toString("latin1", 0, 200);
  const written = encodeNpy(decodeNpy(bytes, { name, ...declaring(declare) }), {
    version: name.startsWith("version-2") ? 2 : name.startsWith("version-3") ? 3 : 1,
    byteOrder: header.includes("'descr': '>") ? "big" : "little",
    fortranOrder: header.includes("'fortran_order': True"),
  });
  expect(Buffer.from(written).equals(bytes)).toBe(true);
});

describe.each(invalidFixtures())("invalid/$name", ({ path, bytes, declare, message }) => {
  it("is refused with the file's name, what was found, and a hint", () => {
    const error = thrownBy(() => decodeNpy(bytes, { name: "some/x.npy", ...declaring(declare) }));
    expect(error.kind).toBe("input");
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^Cannot read some\/x\.npy: .*[^.]\.$/s);
    expect(error.hint).toMatch(/\.$/);
  });

  it("is refused from disk with the same words", async () => {
    const error = thrownBy(() => decodeNpy(bytes, { name: path, ...declaring(declare) }));
    await expect(readNpyFile(path, declaring(declare))).rejects.toThrow(error);
  });
});

function thrownBy(act: () => unknown): FvalidateError {
  try {
    act();
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
