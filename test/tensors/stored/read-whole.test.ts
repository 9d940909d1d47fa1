import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { TENSOR_FORMATS } from "../../../src/tensors/formats/index.ts";
import { readNpyFile } from "../../../src/tensors/npy.ts";
import { readSafetensors, readTensors } from "../../../src/tensors/stored/read-whole.ts";
import { toFloat64 } from "../../../src/tensors/tensor.ts";
import { fixturesOf } from "../formats/fixtures.ts";
import { encodeSafetensors } from "../safetensors/encode.ts";

const folder = mkdtempSync(join(tmpdir(), "fvalidate-whole-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isComplex = (dtype: string): boolean => dtype.startsWith("complex");
const real = TENSOR_FORMATS.flatMap(({ name }) => fixturesOf(name)).filter(
  ({ tensors }) => tensors.size > 0 && ![...tensors.values()].some(({ dtype }) => isComplex(dtype)),
);

describe.each(real)("$name", ({ path, options, tensors }) => {
  it("is read whole as its own library reads it", async () => {
    const found = await readTensors(path, options);
    expect([...found.keys()].toSorted()).toEqual([...tensors.keys()].toSorted());
    for (const [name, tensor] of found) {
      const { dtype, shape, values } = tensors.get(name)!;
      expect(tensor.dtype).toBe(/^float[468]_/.test(dtype) ? "float32" : dtype);
      expect(tensor.shape).toEqual(shape);
      expect([...toFloat64(tensor)]).toEqual(values);
    }
  });
});

it.each(fixturesOf("npy").filter(({ name, options }) => !isComplex(name) && options.dtype === undefined))(
  "$name is the tensor that readNpyFile gives",
  async ({ path }) => {
    const [tensor] = (await readTensors(path)).values();
    expect(tensor).toEqual(await readNpyFile(path));
  },
);

it("8-bit floats in pieces are the same as at once", async () => {
  const count = 2 ** 20 + 5;
  const bytes = Uint8Array.from({ length: count }, (_, i) => i % 120);
  const path = join(folder, "long.safetensors");
  writeFileSync(path, encodeSafetensors({ x: { dtype: "F8_E4M3", shape: [count], bytes } }));
  const { data } = (await readSafetensors(path)).get("x")!;
  expect(data.length).toBe(count);
  // OFP8: 2^(e − 7) · (1 + f/8), so that 0x38 is 1 and 0x3a is 1.25.
  expect([data[0x38], data[0x3a], data[2 ** 20 + 4]]).toEqual([1, 1.25, data[(2 ** 20 + 4) % 120]]);
});

describe("readSafetensors", () => {
  it("reads a model in shards", async () => {
    const [{ path } = { path: "" }] = fixturesOf("sharded safetensors");
    expect([...(await readSafetensors(path)).keys()]).toContain("embed.weight");
  });

  it("refuses complex numbers and other formats", async () => {
    const path = join(folder, "complex.safetensors");
    writeFileSync(path, encodeSafetensors({ x: { dtype: "C64", shape: [], bytes: new Uint8Array(8) } }));
    await expect(readSafetensors(path)).rejects.toThrow(/The elements of x are complex64/);
    const json = join(folder, "a.json");
    writeFileSync(json, "[1]");
    await expect(readSafetensors(json)).rejects.toThrow(/it holds JSON, not safetensors/);
  });
});
