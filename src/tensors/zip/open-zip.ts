import { cannotRead, type FileReader, readingFile } from "../npy-file.ts";
import { damagedZip } from "./damaged.ts";
import { readDirectory } from "./directory.ts";
import { findDirectory } from "./end-record.ts";
import { checkedMember } from "./local-header.ts";
import { readingAhead } from "./read-ahead.ts";
import type { DirectoryEntry, ZipMember } from "./zip-member.ts";

export type { ZipMember, ZipMethod } from "./zip-member.ts";

/** What a zip archive holds. */
export interface ZipArchive {
  /** In the order of the directory; folders are left out. */
  readonly members: readonly ZipMember[];
}

/**
 * Reads the directory of a zip archive, zip64 too, strictly: every byte of the file belongs to exactly one member, to
 * the directory or to the records at its end. No member is unpacked, and no checksum is computed.
 *
 * @throws FvalidateError of kind `input` that names the file and the byte at which it is wrong
 */
export async function openZip(path: string): Promise<ZipArchive> {
  try {
    return await readingFile(path, readZip);
  } catch (error) {
    throw cannotRead(path, error, "Save it again.");
  }
}

/**
 * The same for a file that is open already.
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function readZip(reader: FileReader): Promise<ZipArchive> {
  const place = await findDirectory(reader);
  const entries = await readDirectory(reader, place);
  const ends = endsOf(entries, place.offset);
  const ahead = readingAhead(reader);
  const members: ZipMember[] = [];
  for (const [index, entry] of entries.entries()) {
    const member = await checkedMember(ahead, entry, ends[index] ?? 0);
    if (!isFolder(member)) members.push(member);
  }
  return { members };
}

/** Where each member's bytes must end. Nothing may stand before the first one, as in archives that are programs. */
function endsOf(entries: readonly DirectoryEntry[], directoryOffset: number): number[] {
  const inOrder = entries.map(({ headerOffset, name, at }, index) => ({ headerOffset, name, at, index }));
  inOrder.sort((one, other) => one.headerOffset - other.headerOffset);
  const ends: number[] = [];
  let before = -1;
  for (const [place, { headerOffset, name, at, index }] of inOrder.entries()) {
    if (place === 0 && headerOffset !== 0) {
      throw damagedZip(`${headerOffset} bytes stand in front of its first member`, 0);
    }
    if (headerOffset === before || headerOffset >= directoryOffset) {
      throw damagedZip(
        `the member ${JSON.stringify(name)} is said to start at byte ${headerOffset}, where something else stands`,
        at + 42,
        "Do not trust this archive.",
      );
    }
    before = headerOffset;
    ends[index] = inOrder[place + 1]?.headerOffset ?? directoryOffset;
  }
  if (inOrder.length === 0 && directoryOffset !== 0) {
    throw damagedZip(`${directoryOffset} bytes belong to no member`, 0);
  }
  return ends;
}

function isFolder({ name, unpackedLength }: ZipMember): boolean {
  return name.endsWith("/") && unpackedLength === 0;
}
