import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { createScratch } from "../../../src/tensors/zip/scratch.ts";
import { unpackDeflated } from "../../../src/tensors/zip/unpack.ts";
import { expectTold, fixtures, readAll, toldPattern, toldTensors } from "../archive-fixtures.ts";

describe("archives of numpy.savez", () => {
  it.each(fixtures("npz/valid", /\.npz$/))(
    "$name: names, dtypes, shapes and bytes as numpy.load has them",
    async ({ path, stem }) => {
      const { format, tensors, notes } = await openTensors(path);
      expect(format).toBe("npz");
      expect(notes).toEqual(JSON.parse(readFileSync(`${stem}.json`, "utf8")).notes);
      expectTold(await readAll(tensors), toldTensors(stem));
    },
  );
});

describe("what is refused", () => {
  it.each(fixtures("npz/invalid", /\.npz$/))("$name", async ({ path, stem }) => {
    const error = await openTensors(path)
      .then(async ({ tensors }) => {
        await using scratch = await createScratch();
        return await unpackDeflated(tensors, scratch);
      })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FvalidateError);
    expect((error as FvalidateError).kind).toBe("input");
    expect((error as FvalidateError).message).toMatch(toldPattern(stem));
    expect((error as FvalidateError).message).toContain(path);
    expect((error as FvalidateError).hint).toBeTruthy();
  });
});
