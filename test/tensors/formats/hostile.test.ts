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
    // Many fixtures are files of one folder.
    for (const fixtureFolder of new Set(fixtures.map(({ path }) => dirname(path))))
      cpSync(fixtureFolder, join(copies, basename(fixtureFolder)), { recursive: true });
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
      await readOrRefuse(copy, options, `cut at ${length}`);
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
      await readOrRefuse(copy, options, `changed at ${at}`);
    }
    copyFileSync(path, copy);
  });
});

/** All lengths of a short file, else so many of them, evenly spread. */
function places(length: number, most: number): number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}

/** Reads a file, elements and all; any other error than one about the file is thrown. */
async function readOrRefuse(path: string, options: OpenOptions, change: string): Promise<void> {
  try {
    const { tensors } = await openTensorFile(path, options);
    const most = Math.max(8 * statSync(path).size, 4096);
    const tooLarge = tensors.filter(({ shape }) => elementCount(shape) > most);
    if (tooLarge.length > 0) throw new Error(`more elements than bits: ${JSON.stringify(tooLarge)}`);
    await valuesOf(tensors);
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "input") return;
    throw new Error(`neither read nor refused, ${change}`, { cause: error });
  }
}
