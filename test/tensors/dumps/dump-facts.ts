import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { fixture } from "../archive-fixtures.ts";

interface Fact {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

/** What torch.load reads from the files of a dump. */
export function dumpFacts(path: string): Record<string, Fact> {
  return JSON.parse(readFileSync(fixture(path), "utf8")).tensors;
}

/** A dump's tensors as lines: the call, what part, the layer, the name. */
export async function linesOf(path: string): Promise<string[]> {
  const { tensors } = await openTensors(path);
  return tensors.map(({ name, dump }) => `${dump?.call} ${dump?.part} ${dump?.layer} | ${name}`);
}

/** A folder for the tests of one file, with a way to put a copy of a fixture into it. */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), "fvalidate-dumps-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    copy(path: string, name: string): string {
      const target = join(folder, name);
      cpSync(fixture(path), target, { recursive: true });
      return target;
    },
  };
}
