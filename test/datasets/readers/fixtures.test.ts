import { describe, expect, it, test } from "vitest";
import { READERS, readerOf } from "../../../src/datasets/readers/index.ts";
import { FvalidateError } from "../../../src/support/errors.ts";
import { invalidFixtures, readAll, validFixtures } from "../fixtures.ts";

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

describe.each(invalid)("invalid/$name", ({ name, path, message }) => {
  it("is refused with the file's name and what was found", async () => {
    const error = await readAll(path, name).then(
      (rows) => new Error(`${rows.length} rows were read`),
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(FvalidateError);
    expect(error).toMatchObject({ kind: "input", message: expect.stringMatching(message) });
    expect((error as FvalidateError).message).toContain(name);
    expect((error as FvalidateError).message).toMatch(/[^.]\.$/);
  });
});
