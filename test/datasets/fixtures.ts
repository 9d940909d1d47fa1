import { Buffer } from "node:buffer";
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readerOf } from "../../src/datasets/readers/index.ts";
import type { ReadRow, RowsFile } from "../../src/datasets/readers/reader.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/datasets", import.meta.url));

export interface Fixture {
  readonly name: string;
  readonly path: string;
}

/** Files that are read, with their rows as pyarrow, csv or json read them (fixtures/datasets/make.py). */
export function validFixtures(): (Fixture & { rows: unknown[] })[] {
  return named("valid", ".json").map((fixture) => ({
    ...fixture,
    rows: JSON.parse(readFileSync(`${fixture.path}.json`, "utf8")).map(decoded),
  }));
}

/** Files that are refused, with what the message must say. */
export function invalidFixtures(): (Fixture & { message: RegExp })[] {
  return named("invalid", ".txt").map((fixture) => ({
    ...fixture,
    message: new RegExp(readFileSync(`${fixture.path}.txt`, "utf8").trim()),
  }));
}

function named(folder: string, sidecar: string): Fixture[] {
  const names = readdirSync(join(FOLDER, folder));
  return names
    .filter((name) => names.includes(name + sidecar))
    .map((name) => ({ name, path: join(FOLDER, folder, name) }));
}

export function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== "object" || value === null) return value;
  if ("$bytes" in value) return Uint8Array.from(Buffer.from(String(value.$bytes), "base64"));
  if ("$number" in value) return Number(value.$number);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decoded(inner)]));
}

export function rowsFile(path: string, name: string): RowsFile {
  return { name, open: async () => createReadStream(path), localPath: async () => path };
}

/** All rows of a file, by the reader that its name asks for. */
export async function readAll(path: string, name: string): Promise<ReadRow[]> {
  const reader = readerOf(name);
  if (reader === null) throw new Error(`no reader for ${name}`);
  const rows: ReadRow[] = [];
  for await (const row of (await reader.load()).readRows(rowsFile(path, name))) rows.push(row);
  return rows;
}
