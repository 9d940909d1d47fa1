import { expect, it } from "vitest";
import { patchSource } from "../../src/patch/patch-source.ts";
import { libraryFiles, readSource, uncompilable, withGemsInserted } from "./stdlib.ts";

const native = (text: string, name: string) =>
  patchSource(text, { gems: "native", seeds: "keep", noise: "keep" }, name);
const flagos = (text: string, name: string) =>
  patchSource(text, { gems: "flagos", seeds: "keep", noise: "keep" }, name);

/** Patches so many library files with flag_gems statements at random places: what Python says of the results. */
export function libraryRoundTrip(count: number, from: "library" | "packages too"): void {
  it(`${count} library files: native compiles, is idempotent, and comes back to the byte`, () => {
    const files = libraryFiles(count, from);
    expect(files.length).toBeGreaterThanOrEqual(count * 0.9);
    const inserted = new Map(
      files.map((path) => [path, withGemsInserted(readSource(path), `insert ${path}`)]),
    );
    const legal = new Set(uncompilable(inserted).map((said) => said.split(" ")[0]));
    // The generator may miss what Python allows where; the patcher may not.
    expect(legal.size).toBeLessThan(count * 0.05);
    const patched = new Map<string, string>();
    for (const [path, text] of inserted) {
      if (legal.has(path)) continue;
      const after = native(text, path);
      expect(after === text, path).toBe(false);
      expect(/^[^#]*\bflag_gems\.(enable|use_gems)\(/m.test(after), path).toBe(false);
      expect(native(after, path) === after, path).toBe(true);
      expect(flagos(after, path) === text, path).toBe(true);
      patched.set(path, after);
    }
    expect(uncompilable(patched)).toEqual([]);
  });
}
