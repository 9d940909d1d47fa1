import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../fixtures/benchmarks/", import.meta.url);

/** The lines of one of the benchmarks' fixtures. */
export function fixtureLines<Line>(path: string): Line[] {
  const text = readFileSync(new URL(path, FOLDER), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** The benchmarks that have cases. */
export function fixtureNames(): string[] {
  return readdirSync(FOLDER);
}
