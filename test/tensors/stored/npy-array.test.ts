import { readFileSync } from "node:fs";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import type { OpenOptions } from "../../../src/tensors/formats/tensor-format.ts";
import { encodeNpy } from "../../../src/tensors/npy.ts";
import { MAXIMUM_START } from "../../../src/tensors/npy-preamble.ts";
import { npyArray } from "../../../src/tensors/stored/npy-array.ts";
import { fixturesOf } from "../formats/fixtures.ts";

function refusal(file: Uint8Array, options: OpenOptions = {}): string {
  try {
    npyArray(file.subarray(0, MAXIMUM_START), file.length, options);
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "input") return `${error.message} ${error.hint}`;
    throw error;
  }
  return "read";
}

/** A file whose header says this, with so many bytes of data. */
function fileWith(descr: string, shape: string, dataBytes: number): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const start = Buffer.from("\x93NUMPY\x01\x00..", "latin1");
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header, "latin1"), Buffer.alloc(dataBytes)]);
}

describe.each(fixturesOf("npy"))("$name", ({ name, path, options }) => {
  const bytes = readFileSync(path);

  it("is refused when cut anywhere, and with a byte more", () => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(refusal(bytes.subarray(0, length), options), `cut at ${length}`).toMatch(
        /\d+ byte|byte \d+|0 bytes/,
      );
    expect(refusal(Buffer.concat([bytes, Buffer.alloc(1)]), options)).toMatch(/1 byte is left over/);
  });

  it("is read or refused with any byte of its header changed", () => {
    const random = seedrandom(name);
    let refused = 0;
    for (let i = 0; i < 300; i += 1) {
      const changed = Buffer.from(bytes);
      changed[Math.floor(random() * 128)] = Math.floor(random() * 256);
      if (refusal(changed, options) !== "read") refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
  });
});

describe("elements that numpy cannot name", () => {
  it.each(["<V1", "|V1", "<f1"])("%s is refused with the names that could be declared", (descr) => {
    expect(refusal(fileWith(descr, "(2,)", 2))).toMatch(
      /numpy has no name for its elements .* at byte 20.* float8_e4m3fn, float8_e5m2, float8_e4m3fnuz/,
    );
    expect(refusal(fileWith(descr, "(2,)", 2), { dtype: "float8_e5m2" })).toBe("read");
    expect(refusal(fileWith(descr, "(2,)", 2), { dtype: "bfloat16" })).toMatch(
      /does not hold the declared bfloat16/,
    );
  });

  it("two raw bytes are bfloat16 or nothing", () => {
    expect(refusal(fileWith("<V2", "(2,)", 4))).toMatch(
      /Declare the dtype that ml_dtypes stored so: bfloat16/,
    );
    expect(refusal(fileWith("<V2", "(2,)", 4), { dtype: "float8_e5m2" })).toMatch(
      /does not hold the declared/,
    );
  });

  it.each(["|O", "<U3", "|S4", "<M8[s]", "<V3", "<f16", "<i3", "<c32", "<c4"])("%s is refused", (descr) => {
    expect(refusal(fileWith(descr, "(0,)", 0), { dtype: "float8_e5m2" })).toMatch(
      /its elements are .* at byte 20/,
    );
  });
});

describe("a declared dtype", () => {
  const numbers = encodeNpy({ dtype: "float32", shape: [1], data: Float32Array.of(1) });

  it("that the elements are not is refused", () => {
    expect(refusal(numbers, { dtype: "bfloat16" })).toMatch(
      /its elements are float32 .* but bfloat16 was declared/,
    );
  });

  it("leaves other elements as they are where that is asked for", () => {
    expect(npyArray(numbers, numbers.length, { dtype: "bfloat16", othersAsTheyAre: true }).dtype).toBe(
      "float32",
    );
  });

  it("may be what the elements are anyway", () => {
    expect(npyArray(numbers, numbers.length, { dtype: "float32" }).dtype).toBe("float32");
  });
});

it.each([
  ["<f4", "(1000000000000,)", "its data is truncated: from byte 80 on it holds 4 of 4000000000000 bytes"],
  ["<c16", "(9007199254740991,)", "its data is truncated"],
  ["<f4", "(1000000000000, 1000000000000)", "more than 2^53 elements"],
  ["<f4", "(-1,)", "the negative size -1 at axis 0"],
])("sizes that a file does not have are refused: %s %s", (descr, shape, message) => {
  expect(refusal(fileWith(descr, shape, 4))).toContain(message);
});
