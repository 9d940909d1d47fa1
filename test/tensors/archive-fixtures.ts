import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StoredTensor } from "../../src/tensors/stored/stored-tensor.ts";
import { valuesOf } from "./formats/fixtures.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/tensors/", import.meta.url));

/** Files that are refused, with the text beside each that says what must stand in the message. */
export function refusedFixtures(folder: string, ending: string) {
  const at = join(FOLDER, folder);
  return readdirSync(at)
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((file) => {
      const name = basename(file, ending);
      const pattern = new RegExp(readFileSync(join(at, `${name}.txt`), "utf8").trim());
      return { name, path: join(at, file), pattern };
    });
}

/** The path of a fixture. */
export function fixture(path: string): string {
  return join(FOLDER, path);
}

/** All values of tensors by their names, in C order, as float64. */
export async function readAll(tensors: readonly StoredTensor[]): Promise<Map<string, number[]>> {
  const values = await valuesOf(tensors);
  return new Map(tensors.map(({ name }, i) => [name, values[i] ?? []]));
}
