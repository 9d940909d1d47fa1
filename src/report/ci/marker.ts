import { Buffer } from "node:buffer";
import { sha256 } from "../../support/hash.ts";

const LONGEST_KEY = 200;

/** What a comment is about; a whole suite has no arms of its own. */
interface Compared {
  readonly kind: string;
  readonly suite: { readonly name: string };
  readonly baseline?: { readonly stack: string };
  readonly candidate?: { readonly stack: string };
}

/**
 * A comment that nobody sees, by which a bot finds the one it wrote before for the same comparison. The same from run
 * to run: it holds the kind, the suite and both stacks, and no character that could end it.
 */
export function commentMarker({ kind, suite, baseline, candidate }: Compared): string {
  const stacks = [baseline?.stack ?? [], candidate?.stack ?? []].flat();
  const key = [kind, suite.name, ...stacks].map(keyPart).join("/");
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
