import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import seedrandom from "seedrandom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { TENSOR_FORMATS } from "../../../src/tensors/formats/index.ts";
import type { OpenOptions } from "../../../src/tensors/formats/tensor-format.ts";
import { openTensorFile } from "../../../src/tensors/stored/open-file.ts";
import { elementCount } from "../../../src/tensors/tensor.ts";
import { fixturesOf, valuesOf } from "./fixtures.ts";

/** The parsers themselves are cut at every byte in their own tests; here it is the way through the disk that is tried. */
const CUTS = 8;
const FLIPS = 10;

const folder = mkdtempSync(join(tmpdir(), "fvalidate-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(TENSOR_FORMATS)("$name", ({ name }) => {
  const fixtures = fixturesOf(name);
  const copies = join(folder, name.replaceAll(" ", "-"));
  beforeAll(() => {
    for (const { path } of fixtures) cpSync(dirname(path), copyOf(path), { recursive: true });
  });
  const copyOf = (path: string): string => join(copies, basename(dirname(path)));

  it("has fixtures to damage", () => {
    expect(fixtures.length).toBeGreaterThan(0);
  });

  it.each(fixtures)("$name, cut short, is read or refused", async ({ path, options }) => {
    const copy = join(copyOf(path), basename(path));
    const bytes = readFileSync(path);
    for (const length of places(bytes.length, CUTS)) {
      writeFileSync(copy, bytes.subarray(0, length));
      expect(await outcomeOf(copy, options), `cut at ${length}`).toMatch(/^(read|refused)$/);
    }
    copyFileSync(path, copy);
  });

  it.each(fixtures)("$name, with bits turned over, is read or refused", async ({ path, options }) => {
    const copy = join(copyOf(path), basename(path));
    const bytes = readFileSync(path);
    const random = seedrandom(basename(path));
    for (let i = 0; i < FLIPS; i += 1) {
      const changed = Buffer.from(bytes);
      const at = Math.floor(random() * changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      writeFileSync(copy, changed);
      expect(await outcomeOf(copy, options), `changed at ${at}`).toMatch(/^(read|refused)$/);
    }
    copyFileSync(path, copy);
  });
});

/** All lengths of a short file, else so many of them, evenly spread. */
function places(length: number, most: number): number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}

/** What becomes of a file, elements and all; any other error than one about the file is thrown. */
async function outcomeOf(path: string, options: OpenOptions): Promise<string> {
  try {
    const { tensors } = await openTensorFile(path, options);
    for (const tensor of tensors) {
      expect(elementCount(tensor.shape), "no more elements than bits").toBeLessThanOrEqual(
        Math.max(8 * statSync(path).size, 4096),
      );
    }
    await valuesOf(tensors);
    return "read";
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "input") return "refused";
    throw error;
  }
}
