import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJson, readJsonLines } from "../../../src/importers/files/json.ts";
import { yamlScalars } from "../../../src/importers/files/yaml-scalars.ts";
import { readLines } from "../../../src/support/read-lines.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fvalidate-json-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(text: string) {
  const path = join(folder, "lines.jsonl");
  await writeFile(path, text);
  const found = [];
  for await (const { value, place } of readJsonLines(path))
    found.push([value, place.slice(folder.length + 1)]);
  return found;
}

describe("JSON Lines", () => {
  test("are read with their places, past blank lines, a byte order mark and what Python writes", async () => {
    expect(await linesOf('\uFEFF{"a": NaN}\n\n[1]\r\n2')).toEqual([
      [{ a: Number.NaN }, "lines.jsonl:1"],
      [[1], "lines.jsonl:3"],
      [2, "lines.jsonl:4"],
    ]);
  });

  test("name the line that is none", async () => {
    await expect(linesOf('{"a": 1}\n{"a": \n{"a": 2}\n')).rejects.toThrow(/lines\.jsonl:2 is not JSON/);
  });
});

test("a line that is longer than it may be is not held", async () => {
  const path = join(folder, "long.txt");
  await writeFile(path, `short\n${"x".repeat(300_000)}`);
  const read = async () => {
    const found = [];
    for await (const { text } of readLines(path, { start: 0, end: Number.POSITIVE_INFINITY }, 100_000))
      found.push(text);
    return found;
  };
  await expect(read()).rejects.toThrow(/the line that begins at byte 6 is longer than 100000 bytes/);
});

test("an empty file is said to be empty", async () => {
  const path = join(folder, "empty.json");
  await writeFile(path, "");
  await expect(readJson(path, "results")).rejects.toThrow(`${path} is empty; it should hold results.`);
});

test("values of YAML that stand on their keys' lines are told by their paths", () => {
  const text =
    "a: 1\nb:\n  c: 'two'\n  list:\n  - x\n  text: 'of\n\n    several: lines\n\n    '\n  d: null\ne: 3\n";
  expect(Object.fromEntries(yamlScalars(text))).toMatchObject({
    a: "1",
    "b.c": "two",
    "b.d": "null",
    e: "3",
  });
});
