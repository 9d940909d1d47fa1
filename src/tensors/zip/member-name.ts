import { damagedZip } from "./damaged.ts";
import { FLAGS } from "./zip-member.ts";

/** Linux allows no longer path. */
const LONGEST = 4096;

/**
 * The name of a member. Nothing is ever written under it, but a name that leads elsewhere is never made in good faith.
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export function memberName(bytes: Uint8Array, flags: number, at: number): string {
  if (bytes.length === 0) throw damagedZip("a member has no name", at);
  if (bytes.length > LONGEST) throw damagedZip(`a member's name takes ${bytes.length} bytes`, at);
  const name = decoded(bytes, flags, at);
  const problem = problemOf(name);
  if (problem === null) return name;
  throw damagedZip(`the member ${JSON.stringify(name)} ${problem}`, at, "Do not trust this archive.");
}

function decoded(bytes: Uint8Array, flags: number, at: number): string {
  const ascii = bytes.every((byte) => byte < 0x80);
  if (!ascii && (flags & FLAGS.utf8) === 0) {
    throw damagedZip("a member's name has letters beyond ASCII without saying in which encoding", at);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damagedZip("a member's name is not UTF-8, though it is said to be", at);
  }
}

function problemOf(name: string): string | null {
  if (/^([/\\]|[A-Za-z]:)/.test(name)) return "has an absolute name";
  if (name.split("/").some((part) => part === ".." || part === ".")) return "leads out of the archive";
  if (name.includes("\\")) return "has a backslash in its name";
  return /\p{Cc}/u.test(name) ? "has a control character in its name" : null;
}
