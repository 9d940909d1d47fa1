import { FvalidateError } from "../../support/errors.ts";
import type { FileReader } from "../npy-file.ts";
import { damagedZip } from "./damaged.ts";
import type { DirectoryPlace } from "./end-record.ts";
import { type Fields, fieldsOf, SIGNATURES } from "./fields.ts";
import { memberName } from "./member-name.ts";
import { type DirectoryEntry, FLAGS, type ZipMethod } from "./zip-member.ts";
import { withZip64 } from "./zip64-extra.ts";

const ENTRY_BYTES = 46;
/** The largest checkpoints have some ten thousand. */
const MOST_MEMBERS = 100_000;
const LONGEST_DIRECTORY = 2 ** 26;

/** Deflate packs 258 bytes into two bits at best. */
const DEFLATE_LIMIT = 1032;
const DEFLATE_SLACK = 1024;

const OTHER_METHODS: ReadonlyMap<number, string> = new Map([
  [1, "shrunk"],
  [6, "imploded"],
  [9, "packed with Deflate64"],
  [12, "packed with bzip2"],
  [14, "packed with LZMA"],
  [93, "packed with zstd"],
  [95, "packed with xz"],
  [98, "packed with PPMd"],
  [99, "encrypted with AES"],
]);

/**
 * Reads the central directory, each entry checked by itself.
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function readDirectory(reader: FileReader, place: DirectoryPlace): Promise<DirectoryEntry[]> {
  if (place.members > MOST_MEMBERS || place.byteLength > LONGEST_DIRECTORY) {
    throw new FvalidateError(
      "input",
      `its directory claims ${place.members} members in ${place.byteLength} bytes; at most ${MOST_MEMBERS} in ` +
        `${LONGEST_DIRECTORY} bytes are read`,
    );
  }
  const fields = fieldsOf(await reader.read(place.offset, place.byteLength));
  const entries: DirectoryEntry[] = [];
  let start = 0;
  while (entries.length < place.members) {
    const end = entryEnd(fields, start, place);
    entries.push(entryAt(fields, start, end, place.offset));
    start = end;
  }
  if (start !== fields.length) {
    throw damagedZip(`${fields.length - start} bytes are left over in its directory`, place.offset + start);
  }
  requireDistinctNames(entries);
  return entries;
}

function entryEnd(fields: Fields, start: number, place: DirectoryPlace): number {
  const fits = start + ENTRY_BYTES <= fields.length;
  if (!fits || fields.u32(start) !== SIGNATURES.directoryEntry) {
    throw damagedZip(
      `its directory should have ${place.members} entries; one of them is not there`,
      place.offset + start,
    );
  }
  const variable = fields.u16(start + 28) + fields.u16(start + 30) + fields.u16(start + 32);
  const end = start + ENTRY_BYTES + variable;
  if (end <= fields.length) return end;
  throw damagedZip("an entry of its directory reaches beyond the directory", place.offset + start + 28);
}

function entryAt(all: Fields, start: number, end: number, directoryOffset: number): DirectoryEntry {
  const at = directoryOffset + start;
  const fields = fieldsOf(all.bytes(start, end));
  const flags = fields.u16(8);
  requireKnownFlags(flags, at + 8);
  if (fields.u16(34) !== 0) {
    throw damagedZip("a member lies on another disk", at + 34, "Join the archive's parts first.");
  }
  const extraAt = ENTRY_BYTES + fields.u16(28);
  const nameBytes = fields.bytes(ENTRY_BYTES, extraAt);
  const sizes = withZip64(
    { compressedLength: fields.u32(20), unpackedLength: fields.u32(24), headerOffset: fields.u32(42) },
    fields.bytes(extraAt, extraAt + fields.u16(30)),
    at + extraAt,
  );
  const entry = {
    name: memberName(nameBytes, flags, at + ENTRY_BYTES),
    nameBytes,
    flags,
    method: methodOf(fields.u16(10), at + 10),
    crc32: fields.u32(16),
    ...sizes,
    at,
  };
  requirePossibleSizes(entry);
  return entry;
}

function requireKnownFlags(flags: number, at: number): void {
  if ((flags & (FLAGS.encrypted | FLAGS.strong | FLAGS.masked)) !== 0) {
    throw damagedZip("it is encrypted", at, "Unpack it with its password, and pack it again without one.");
  }
  // Bits 1 and 2 say how hard the writer tried.
  const known = 2 | 4 | FLAGS.descriptor | FLAGS.utf8;
  if ((flags & ~known) !== 0) throw damagedZip(`a member has the unknown flags 0x${flags.toString(16)}`, at);
}

function methodOf(code: number, at: number): ZipMethod {
  if (code === 0) return "stored";
  if (code === 8) return "deflated";
  const what = OTHER_METHODS.get(code) ?? `packed by the unknown method ${code}`;
  throw damagedZip(
    `a member is ${what}, which is not read`,
    at,
    "Save it again with numpy.savez or numpy.savez_compressed.",
  );
}

function requirePossibleSizes(entry: DirectoryEntry): void {
  const { name, method, compressedLength, unpackedLength, at } = entry;
  const possible =
    method === "stored"
      ? compressedLength === unpackedLength
      : compressedLength > 0 && unpackedLength <= DEFLATE_LIMIT * compressedLength + DEFLATE_SLACK;
  if (possible) return;
  throw damagedZip(
    `the member ${JSON.stringify(name)} claims to be ${unpackedLength} bytes ${method} in ${compressedLength}, ` +
      "which cannot be",
    at + 20,
    "Do not trust this archive.",
  );
}

function requireDistinctNames(entries: readonly DirectoryEntry[]): void {
  const names = new Set<string>();
  for (const { name, at } of entries) {
    if (names.has(name)) throw damagedZip(`it has two members ${JSON.stringify(name)}`, at);
    names.add(name);
  }
}
