import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "vitest";
import { openElements } from "../../src/tensors/stored/elements.ts";
import { BITS_PER_ELEMENT } from "../../src/tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../src/tensors/stored/stored-tensor.ts";
import { elementCount } from "../../src/tensors/tensor.ts";
import { createScratch } from "../../src/tensors/zip/scratch.ts";
import { releaseUnpacked, unpackDeflated } from "../../src/tensors/zip/unpack.ts";

const FOLDER = new URL("../../fixtures/tensors/", import.meta.url).pathname;

/** Files of a folder of fixtures by their endings, with the file beside each that says what it must give. */
export function fixtures(folder: string, endings: RegExp) {
  const at = join(FOLDER, folder);
  return readdirSync(at)
    .filter((name) => endings.test(name))
    .toSorted()
    .map((name) => {
      const stem = join(at, name.replace(/\.\w+$/, ""));
      return { name: basename(stem), path: join(at, name), stem };
    });
}

export interface ToldTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In C order, little-endian, as hexadecimal digits. */
  readonly bytes: string;
}

export function toldTensors(stem: string): readonly ToldTensor[] {
  return JSON.parse(readFileSync(`${stem}.json`, "utf8")).tensors;
}

/** How many values stand beside the tensors. */
export function toldOthers(stem: string): number {
  return JSON.parse(readFileSync(`${stem}.json`, "utf8")).others;
}

/** What must stand in the message. */
export function toldPattern(stem: string): RegExp {
  return new RegExp(readFileSync(`${stem}.txt`, "utf8").trim());
}

/** The bytes of tensors, unpacked where they are deflated. */
export async function readAll(tensors: readonly StoredTensor[]): Promise<ToldTensor[]> {
  await using scratch = await createScratch();
  const unpacked = await unpackDeflated(tensors, scratch);
  const read = unpacked.map((tensor) => {
    const { name, dtype, shape } = tensor;
    return { name, dtype, shape, bytes: Buffer.from(bytesOf(tensor)).toString("hex") };
  });
  await releaseUnpacked(unpacked, scratch);
  return read;
}

export function bytesOf(tensor: StoredTensor): Uint8Array {
  using elements = openElements(tensor);
  const bytes = new Uint8Array((elementCount(tensor.shape) * BITS_PER_ELEMENT[tensor.dtype]) / 8);
  elements.readBytes(0, bytes);
  return bytes;
}

/** Sizes that a file can be cut to: all of them up to some thousand bytes, else some thousand of them. */
export function cuts(length: number, most = 3000): number[] {
  const step = Math.max(1, Math.floor(length / most));
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
}

export function expectTold(read: readonly ToldTensor[], told: readonly ToldTensor[]): void {
  expect(read.map(({ bytes: _, ...facts }) => facts)).toEqual(told.map(({ bytes: _, ...facts }) => facts));
  for (const [index, { bytes, name }] of told.entries()) expect(read[index]?.bytes, name).toBe(bytes);
}
