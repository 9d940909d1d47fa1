import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { PT } from "../../../src/tensors/formats/pt.ts";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { expectTold, fixtures, readAll, toldOthers, toldPattern, toldTensors } from "../archive-fixtures.ts";

describe("files of torch.save", () => {
  it.each(fixtures("pt/valid", /\.pt$/))(
    "$name: names, dtypes, shapes and bytes as torch.load has them",
    async ({ path, stem }) => {
      const { format, tensors, notes } = await openTensors(path);
      expect(format).toBe("pt");
      expectTold(await readAll(tensors), toldTensors(stem));
      const others = toldOthers(stem);
      const note = others === 0 ? [] : [`${others} values that are no tensors were left out`];
      expect(notes.filter((text) => text.includes("no tensors"))).toEqual(note);
    },
  );

  it("says which members were left out", async () => {
    const path = fixtures("pt/valid", /^with-extra-member\.pt$/)[0]!.path;
    expect((await openTensors(path)).notes).toEqual(["with-extra-member/extra/readme.txt were left out"]);
  });
});

describe("what is refused", () => {
  it.each(fixtures("pt/invalid", /\.pt$/))("$name", async ({ path, stem }) => {
    const error = await openTensors(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FvalidateError);
    expect((error as FvalidateError).kind).toBe("input");
    expect((error as FvalidateError).message).toMatch(toldPattern(stem));
    expect((error as FvalidateError).message).toContain(path);
    expect((error as FvalidateError).hint).toBeTruthy();
  });
});

describe("programs in pickles", () => {
  it.each(fixtures("pt/invalid/programs", /\.pt$/))(
    "$name: refused by its name, and nothing is run",
    async ({ path, stem }) => {
      await expect(PT.open(path, {})).rejects.toThrow(toldPattern(stem));
      expect(existsSync("EXECUTED")).toBe(false);
    },
  );
});
