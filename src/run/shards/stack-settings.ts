import { type Suite, stackEntry } from "../../suite/load.ts";
import { canonicalJson } from "../../support/canonical-json.ts";
import { sha256 } from "../../support/hash.ts";

/**
 * Where a stack is reached or its files lie: shards on several machines may well differ in that. What is read from there
 * is compared by itself.
 */
const PLACES: ReadonlySet<string> = new Set(["url", "moreUrls", "path", "recording", "run", "label"]);

/** SHA-256 over what a suite says of a stack, but for the places: shards of one run have the same. */
export function stackSettings(suite: Suite, stack: string): string {
  const entry = Object.entries(stackEntry(suite, stack)).filter(([key]) => !PLACES.has(key));
  return sha256(canonicalJson(Object.fromEntries(entry)));
}
