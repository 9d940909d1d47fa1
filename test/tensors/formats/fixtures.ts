import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { decodeElements, valuesPerElement } from "../../../src/tensors/decode/decode-elements.ts";
import { openElements } from "../../../src/tensors/stored/elements.ts";
import {
  BITS_PER_ELEMENT,
  STORED_DTYPES,
  type StoredDType,
} from "../../../src/tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../../src/tensors/stored/stored-tensor.ts";
import { elementCount } from "../../../src/tensors/tensor.ts";
import { createScratch } from "../../../src/tensors/zip/scratch.ts";
import { unpackDeflated } from "../../../src/tensors/zip/unpack.ts";

const FOLDER = fileURLToPath(new URL("../../../fixtures/tensors/", import.meta.url));

const value = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);

/** What a fixture's own library says of a tensor. */
const tensorSchema = z.strictObject({
  dtype: z.enum(STORED_DTYPES),
  shape: z.array(z.number()),
  values: z.array(value),
});

export interface ToldTensor {
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  /** As float64, in C order. */
  readonly values: readonly number[];
}

export interface Fixture {
  readonly name: string;
  readonly path: string;
  readonly options: { dtype?: StoredDType };
  readonly tensors: ReadonlyMap<string, ToldTensor>;
}

/** The fixtures of one format, in the folder with its name; none where there is no such folder. See fixtures/tensors/README.md. */
export function fixturesOf(format: string): Fixture[] {
  const folder = join(FOLDER, format.toLowerCase().replaceAll(" ", "-"));
  if (!existsSync(join(folder, "files"))) return [];
  return readdirSync(join(folder, "files")).map((name) =>
    fixtureOf(name, join(folder, "files", name), join(folder, "facts", `${name}.json`)),
  );
}

/** @param path of the file, or of its folder */
function fixtureOf(name: string, path: string, factsPath: string): Fixture {
  const facts = JSON.parse(readFileSync(factsPath, "utf8"));
  const declare = z.enum(STORED_DTYPES).optional().parse(facts.declare);
  const opens = z.string().optional().parse(facts.opens);
  // Not a schema's record, which would lose a key `__proto__`.
  const told = Object.entries(facts.tensors);
  return {
    name,
    path: opens === undefined ? path : join(path, opens),
    options: declare === undefined ? {} : { dtype: declare },
    tensors: new Map(told.map(([key, described]) => [key, tensorSchema.parse(described)])),
  };
}

function decoded(dtype: StoredDType, shape: readonly number[], bytes: Uint8Array): number[] {
  const values = new Float64Array(elementCount(shape) * valuesPerElement(dtype));
  decodeElements(dtype, bytes, values);
  return [...values];
}

/** All values of each tensor in C order, as float64, unpacked where they are deflated. */
export async function valuesOf(tensors: readonly StoredTensor[]): Promise<number[][]> {
  await using scratch = await createScratch();
  const unpacked = await unpackDeflated(tensors, scratch);
  return unpacked.map((tensor) => {
    using elements = openElements(tensor);
    const { dtype, shape } = tensor;
    const bytes = new Uint8Array((elementCount(shape) * BITS_PER_ELEMENT[dtype]) / 8);
    elements.readBytes(0, bytes);
    return decoded(dtype, shape, bytes);
  });
}
