import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

/** Real data beside the project's folder, or where FVALIDATE_SHARED_PATH says; tests that need it are skipped without it. */
const folder = process.env["FVALIDATE_SHARED_PATH"];
const SHARED =
  folder === undefined ? new URL("../../../shared/", import.meta.url) : pathToFileURL(`${folder}/`);

/** Whether replies with official labels are at hand. */
export const hasParityData = existsSync(new URL("parity/", SHARED));

/** The rows of a file of replies and labels. */
export function parityRows<Row>(name: string): Row[] {
  const text = gunzipSync(readFileSync(new URL(`parity/${name}.jsonl.gz`, SHARED))).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** The lines of a JSONL fixture, given by its path below `fixtures/benchmarks`. */
export function fixtureLines<Line>(path: string): Line[] {
  return readFileSync(new URL(`../../fixtures/benchmarks/${path}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
