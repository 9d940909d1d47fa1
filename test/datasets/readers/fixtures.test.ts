import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { READERS, readerOf } from "../../../src/datasets/readers/index.ts";
import { FvalidateError } from "../../../src/support/errors.ts";
import { invalidFixtures, readAll, validFixtures } from "../fixtures.ts";
import { failureOf, temporaryFolder } from "../options.ts";

const valid = validFixtures();
const invalid = invalidFixtures();

test("every ending has a file that is read, and every kind one that is refused", () => {
  for (const { kind, extensions } of READERS) {
    for (const extension of extensions) {
      expect(
        valid.some(({ name }) => name.endsWith(extension)),
        extension,
      ).toBe(true);
    }
    expect(
      invalid.some(({ name }) => readerOf(name)?.kind === kind),
      kind,
    ).toBe(true);
  }
});

describe.each(valid)("valid/$name", ({ name, path, rows }) => {
  it("gives the rows that its peer reads", async () => {
    expect((await readAll(path, name)).map(({ cells }) => cells)).toStrictEqual(rows);
  });
});

test("a Parquet file that is cut anywhere is refused", async () => {
  const { path } = valid.find(({ name }) => name === "codec-zstd.parquet")!;
  const whole = await readFile(path);
  const cut = join(await temporaryFolder(), "cut.parquet");
  for (let length = 0; length < whole.length; length += 13) {
    await writeFile(cut, whole.subarray(0, length));
    expect(await failureOf(readAll(cut, "cut.parquet")), `cut at ${length}`).toMatchObject({ kind: "input" });
    // The end is there, and bytes before it are not.
    await writeFile(cut, Buffer.concat([whole.subarray(0, length), whole.subarray(length + 13)]));
    await readAll(cut, "cut.parquet").catch((error: unknown) => {
      expect(error, `without 13 bytes at ${length}`).toBeInstanceOf(FvalidateError);
    });
  }
});

describe.each(invalid)("invalid/$name", ({ name, path, message }) => {
  it("is refused with the file's name and what was found", async () => {
    const error = await failureOf(readAll(path, name));
    expect(error).toBeInstanceOf(FvalidateError);
    expect(error).toMatchObject({ kind: "input", message: expect.stringMatching(message) });
    expect((error as FvalidateError).message).toContain(name);
    expect((error as FvalidateError).message).toMatch(/[^.]\.$/);
  });
});
