import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import seedrandom from "seedrandom";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { FvalidateError } from "../../../src/support/errors.ts";
import { SAFETENSORS_DTYPES } from "../../../src/tensors/safetensors/dtypes.ts";
import { openTensorFile } from "../../../src/tensors/stored/open-file.ts";
import { fixturesOf } from "../formats/fixtures.ts";
import { python, pythonHas } from "../python.ts";

const folder = mkdtempSync(join(tmpdir(), "fvalidate-safetensors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The library's own parser, without any framework; `null` where it refuses. */
const DESERIALIZE = `
import json, sys, safetensors
def read(path):
    try:
        found = safetensors.deserialize(open(path, "rb").read())
    except Exception:
        return None
    return {name: {"dtype": tensor["dtype"], "shape": tensor["shape"], "bytes": bytes(tensor["data"]).hex()} for name, tensor in found}
print(json.dumps([read(path) for path in json.load(sys.stdin)]))
`;

const readings = z.array(
  z.nullable(
    z.record(z.string(), z.object({ dtype: z.string(), shape: z.array(z.number()), bytes: z.string() })),
  ),
);

/** What fvalidate makes of a file, in the library's words. */
async function reading(path: string) {
  const content = readFileSync(path);
  try {
    const { tensors } = await openTensorFile(path, {});
    return Object.fromEntries(
      tensors.map(({ name, dtype, shape, location }) => {
        if (location.kind !== "file") throw new Error(location.kind);
        const bytes = content
          .subarray(location.offset, location.offset + location.byteLength)
          .toString("hex");
        const code = [...SAFETENSORS_DTYPES].find(([, known]) => known === dtype)?.[0];
        return [name, { dtype: code, shape, bytes }];
      }),
    );
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "input") return null;
    throw error;
  }
}

/** A byte for a byte that belongs to the format, so that many files stay readable. */
const REPLACEMENTS = Buffer.from('0123456789{}[]",: \\uFIUB_');

describe.skipIf(!pythonHas("safetensors"))("the safetensors library", () => {
  it.each(fixturesOf("safetensors").filter(({ name }) => !name.startsWith("names")))(
    "reads whatever is read of $name with bytes changed, and reads the same",
    async ({ name, path }) => {
      const bytes = readFileSync(path);
      const headerEnd = 8 + Number(bytes.readBigUInt64LE(0));
      const random = seedrandom(name);
      const paths = Array.from({ length: 150 }, (_, i) => {
        const changed = Buffer.from(bytes);
        for (let change = i % 3; change >= 0 && i > 0; change -= 1) {
          const at = 8 + Math.floor(random() * (headerEnd - 8));
          changed[at] = REPLACEMENTS[Math.floor(random() * REPLACEMENTS.length)]!;
        }
        const file = join(folder, `${i}.safetensors`);
        writeFileSync(file, changed);
        return file;
      });
      const library = readings.parse(python(DESERIALIZE, paths));
      let read = 0;
      for (const [i, file] of paths.entries()) {
        const found = await reading(file);
        if (found === null) continue;
        read += 1;
        expect(found, `${name}, change ${i}`).toEqual(library[i]);
      }
      expect(read).toBeGreaterThan(0);
    },
  );
});
