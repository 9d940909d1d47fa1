import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRows as readCsv } from "../../../src/datasets/readers/csv.ts";
import { readRows as readJson } from "../../../src/datasets/readers/json.ts";
import { readRows as readJsonLines } from "../../../src/datasets/readers/json-lines.ts";
import type { ReadRows } from "../../../src/datasets/readers/reader.ts";
import { readRows as readTsv } from "../../../src/datasets/readers/tsv.ts";
import { FvalidateError } from "../../../src/support/errors.ts";

/** Reads bytes that come in chunks of some size: no character and no line end may depend on where they are cut. */
async function cellsOf(readRows: ReadRows, bytes: Buffer, chunk = 7, name = "x"): Promise<unknown[]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
    bytes.subarray(index * chunk, (index + 1) * chunk),
  );
  const open = async () => Readable.from(chunks, { objectMode: false });
  const cells: unknown[] = [];
  for await (const row of readRows({ name, open, localPath: async () => "" })) cells.push(row.cells);
  return cells;
}

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const anyChunk = fc.integer({ min: 1, max: 40 });
const object = fc.dictionary(
  text,
  fc.jsonValue({ maxDepth: 3, stringUnit: "grapheme" }),
) as fc.Arbitrary<object>;
// JSON has one zero.
const objects = fc.array(object, { maxLength: 6 }).map((all) => JSON.parse(JSON.stringify(all)) as object[]);

describe("what was written is read", () => {
  test("from JSON Lines, whatever the line ends", async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.constantFrom("\n", "\r\n", "\n\n"), anyChunk, async (rows, end, chunk) => {
        const lines = rows.map((row) => JSON.stringify(row)).join(end);
        expect(await cellsOf(readJsonLines, Buffer.from(lines), chunk)).toEqual(rows);
        expect(await cellsOf(readJsonLines, Buffer.from(`\uFEFF${lines}${end}`), chunk)).toEqual(rows);
        expect(await cellsOf(readJsonLines, gzipSync(lines), chunk, "x.gz")).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test("from JSON", async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.constantFrom(0, 2), anyChunk, async (rows, indent, chunk) => {
        expect(await cellsOf(readJson, Buffer.from(JSON.stringify(rows, null, indent)), chunk)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["CSV", ",", readCsv],
    ["TSV", "\t", readTsv],
  ])("from %s, with delimiters, quotes and line ends in its cells", async (_kind, delimiter, readRows) => {
    const cell = fc.oneof(
      text,
      fc.string({
        unit: fc.constantFrom('"', ",", "\t", "\n", "\r\n", "\r", " ", "a", "é", "'"),
        maxLength: 8,
      }),
    );
    const table = fc
      .uniqueArray(
        cell.filter((name) => name.trim() !== "" && !name.startsWith("\uFEFF")),
        { minLength: 2, maxLength: 4 },
      )
      .chain((columns) =>
        fc.tuple(
          fc.constant(columns),
          fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
            maxLength: 5,
          }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), anyChunk, async ([columns, rows], quoted, chunk) => {
        const written = stringify([columns, ...rows], { delimiter, quoted, quoted_match: /[\r\n]/ });
        const expected = rows.map((row) =>
          Object.fromEntries(row.map((value, index) => [columns[index], value])),
        );
        expect(await cellsOf(readRows, Buffer.from(written), chunk)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe("any bytes are read or refused", () => {
  test.each([
    ["JSON Lines", readJsonLines],
    ["JSON", readJson],
    ["CSV", readCsv],
    ["TSV", readTsv],
  ])("as %s", async (_kind, readRows) => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom("{", "}", '"', "[", "]", ",", ":", "\n", "\r", "1", "a", "\\", "\t"),
        maxLength: 40,
      }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom("x", "x.gz"), async (content, name) => {
        await cellsOf(readRows, Buffer.from(content as string), 7, name).catch((error: unknown) => {
          expect(error).toBeInstanceOf(FvalidateError);
          expect((error as FvalidateError).kind).toBe("input");
        });
      }),
      { numRuns: 150 },
    );
  });
});

test("a line longer than a chunk is put together", async () => {
  const rows = [{ text: "y" }, { text: "多".repeat(100_000) }, { text: "z" }];
  const bytes = Buffer.from(rows.map((row) => JSON.stringify(row)).join("\n"));
  expect(await cellsOf(readJsonLines, bytes, 4096)).toEqual(rows);
});
