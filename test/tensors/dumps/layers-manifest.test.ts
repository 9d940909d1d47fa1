import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { fixture } from "../archive-fixtures.ts";
import { linesOf, scratchFolder } from "./dump-facts.ts";

const { folder } = scratchFolder();
let made = 0;

/** A folder with an archive of two arrays, a file of one tensor in a folder of its own, and a manifest. */
function dump(manifest: unknown): string {
  made += 1;
  const path = join(folder, `dump-${made}`);
  mkdirSync(join(path, "inner"), { recursive: true });
  cpSync(fixture("npz/files/streamed.npz"), join(path, "two.npz"));
  cpSync(fixture("pt/files/bare.pt"), join(path, "inner", "one.pt"));
  writeFileSync(
    join(path, "layers.json"),
    typeof manifest === "string" ? manifest : JSON.stringify(manifest),
  );
  return path;
}

const first = { layer: "blocks.0", part: "input", file: "two.npz", tensor: "x" };
const second = { layer: "blocks.0", part: "output", file: "two.npz", tensor: "y" };
const third = { layer: "blocks.1", part: "output", file: "inner/one.pt" };

it("puts tensors of any files in the order of calls", async () => {
  const path = dump([first, second, third, first, second, second]);
  expect((await openTensors(path)).format).toBe("layers.json");
  expect(await linesOf(path)).toEqual([
    "0 input blocks.0 | blocks.0/input/x",
    "0 output blocks.0 | blocks.0/output/y",
    "1 output blocks.1 | blocks.1/output",
    "2 input blocks.0 | blocks.0/input/x#1",
    "2 output blocks.0 | blocks.0/output/y#1",
    "2 output blocks.0 | blocks.0/output/y#2",
  ]);
});

it("an input behind an output of the same layer is another call of it", async () => {
  const lines = await linesOf(dump([first, second, first, second]));
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["0", "0", "1", "1"]);
});

describe("a manifest that cannot be used", () => {
  it.each<[string, unknown, RegExp]>([
    ["no JSON", "[", /layers\.json: /],
    ["an object", {}, /expected array/i],
    ["empty", [], /Too small|at least|>=1/i],
    ["another part", [{ ...first, part: "weight" }], /part/],
    ["an unknown key", [{ ...first, layr: 1 }], /layr/],
    ["no such tensor", [{ ...first, tensor: "z" }], /two\.npz holds no tensor "z", which entry 0 names/],
    [
      "which tensor",
      [second, { ...first, tensor: undefined }],
      /two\.npz holds 2 tensors and entry 1 does not say which/,
    ],
    [
      "out of the folder",
      [{ ...third, file: "../x.pt" }],
      /the file "\.\.\/x\.pt" of entry 0 leads out of the folder/,
    ],
    ["an absolute path", [{ ...third, file: "/x.pt" }], /leads out of the folder/],
    ["no such file", [{ ...third, file: "x.pt" }], /x\.pt: it is not there/],
  ])("%s", async (_what, manifest, message) => {
    const path = dump(manifest);
    await expect(openTensors(path)).rejects.toThrow(message);
    await expect(openTensors(path)).rejects.toMatchObject({ kind: "input", hint: expect.any(String) });
  });
});
