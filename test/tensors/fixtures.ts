import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { DTYPES } from "../../src/tensors/dtype.ts";

const FOLDER = new URL("../../fixtures/npy/", import.meta.url);

/** What fixtures/npy/make.py says of a file that must be read; the values are numpy's, widened to float64. */
const factsSchema = z.strictObject({
  dtype: z.enum(DTYPES),
  shape: z.array(z.number()),
  declare: z.enum(DTYPES).optional(),
  values: z.array(z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)])),
});

export function validFixtures() {
  return namesIn("valid").map((name) => ({
    name,
    path: pathOf("valid", `${name}.npy`),
    bytes: read("valid", `${name}.npy`),
    ...factsSchema.parse(JSON.parse(read("valid", `${name}.json`).toString("utf8"))),
  }));
}

export function invalidFixtures() {
  return namesIn("invalid").map((name) => {
    const lines = read("invalid", `${name}.txt`).toString("utf8").trimEnd().split("\n");
    const declared = /^declare (.+)$/.exec(lines[0] ?? "")?.[1];
    return {
      name,
      path: pathOf("invalid", `${name}.npy`),
      bytes: read("invalid", `${name}.npy`),
      declare: declared === undefined ? undefined : z.enum(DTYPES).parse(declared),
      message: new RegExp((declared === undefined ? lines : lines.slice(1)).join("\n")),
    };
  });
}

/** The options that declare a dtype, or none. */
export function declaring<DType>(dtype: DType | undefined): { dtype?: DType } {
  return dtype === undefined ? {} : { dtype };
}

function namesIn(folder: string): string[] {
  return readdirSync(new URL(folder, FOLDER))
    .filter((name) => name.endsWith(".npy"))
    .map((name) => name.slice(0, -".npy".length));
}

function pathOf(folder: string, name: string): string {
  return fileURLToPath(new URL(`${folder}/${name}`, FOLDER));
}

function read(folder: string, name: string): Buffer {
  return readFileSync(pathOf(folder, name));
}
