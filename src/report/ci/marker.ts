import { Buffer } from "node:buffer";
import type { AnyRun } from "../../contracts/any-run.ts";
import { sha256 } from "../../support/hash.ts";

const LONGEST_KEY = 200;

/**
 * A comment that nobody sees, by which a bot finds the one it wrote before for the same comparison. The same from run
 * to run: it holds the kind, the suite and both stacks, and no character that could end it.
 */
export function commentMarker({ kind, suite, baseline, candidate }: AnyRun): string {
  const key = [kind, suite.name, baseline.stack, candidate.stack].map(keyPart).join("/");
  return `<!-- fvalidate:comment ${key.length <= LONGEST_KEY ? key : sha256(key)} -->`;
}

/** Letters that stand for themselves in addresses; two hyphens in a row would be no comment's any more. */
function keyPart(name: string): string {
  // Halves of surrogate pairs have no address; this way they become U+FFFD.
  const wellFormed = Buffer.from(name).toString();
  return encodeURIComponent(wellFormed)
    .replace(/[!'()*~]/g, "_")
    .replace(/-{2,}|-$/g, "_");
}
