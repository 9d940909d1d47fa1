import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { decodeElements, valuesPerElement } from "../../../src/tensors/decode/decode-elements.ts";
import { openElements } from "../../../src/tensors/stored/elements.ts";
import { BITS_PER_ELEMENT, STORED_DTYPES } from "../../../src/tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../../src/tensors/stored/stored-tensor.ts";
import { elementCount } from "../../../src/tensors/tensor.ts";
import { createScratch } from "../../../src/tensors/zip/scratch.ts";
import { releaseUnpacked, unpackDeflated } from "../../../src/tensors/zip/unpack.ts";

const FOLDER = fileURLToPath(new URL("../../../fixtures/tensors/", import.meta.url));

const value = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);

/** What a fixture's own library says of it: see fixtures/tensors/README.md. */
const factsSchema = z.strictObject({
  source: z.string(),
  declare: z.enum(STORED_DTYPES).optional(),
  opens: z.string().optional(),
  tensors: z.record(
    z.string(),
    z.strictObject({ dtype: z.enum(STORED_DTYPES), shape: z.array(z.number()), values: z.array(value) }),
  ),
});

/** The fixtures of one format, in the folder with its name; none where there is no such folder. */
export function fixturesOf(format: string) {
  const folder = join(FOLDER, format.toLowerCase().replaceAll(" ", "-"));
  if (!existsSync(join(folder, "files"))) return [];
  return readdirSync(join(folder, "files")).map((name) => {
    // JSON.parse keeps a key `__proto__`, and the schema's record would not.
    const { tensors, ...facts } = JSON.parse(readFileSync(join(folder, "facts", `${name}.json`), "utf8"));
    const known = Object.entries(tensors).map(
      ([key, described]) => [key, factsSchema.shape.tensors.valueType.parse(described)] as const,
    );
    const { opens, declare } = factsSchema.omit({ tensors: true }).parse(facts);
    const file = join(folder, "files", name);
    const path = opens === undefined ? file : join(file, opens);
    return { name, path, options: declare === undefined ? {} : { dtype: declare }, tensors: new Map(known) };
  });
}

/** The files of a fixture, which is a file or a folder. */
export function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).map((name) => join(path, name));
}

/** All values of tensors by their names, in C order, as float64. Those that are deflated are unpacked before. */
export async function readAll(tensors: readonly StoredTensor[]): Promise<Map<string, number[]>> {
  await using scratch = await createScratch();
  const unpacked = await unpackDeflated(tensors, scratch);
  const read = new Map(unpacked.map((tensor) => [tensor.name, valuesOf(tensor)]));
  await releaseUnpacked(unpacked, scratch);
  return read;
}

function valuesOf(tensor: StoredTensor): number[] {
  using elements = openElements(tensor);
  const count = elementCount(tensor.shape);
  const bytes = new Uint8Array((count * BITS_PER_ELEMENT[tensor.dtype]) / 8);
  elements.readBytes(0, bytes);
  const values = new Float64Array(count * valuesPerElement(tensor.dtype));
  decodeElements(tensor.dtype, bytes, values);
  return [...values];
}
