import { FvalidateError } from "../../support/errors.ts";
import { type FileReader, readingFile } from "../npy-file.ts";
import type { StorageLocation } from "../stored/stored-tensor.ts";
import { inflatedStart } from "./inflate.ts";
import type { ZipMember } from "./zip-member.ts";

/**
 * The first bytes of a member, unpacked: as many as asked for, or all where it has fewer.
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function startOfMember(path: string, member: ZipMember, length: number): Promise<Uint8Array> {
  if (member.method === "deflated")
    return inflatedStart({ ...member, path, offset: member.dataOffset }, length);
  const wanted = Math.min(length, member.unpackedLength);
  return readingFile(path, (reader) => wholeRange(reader, member.dataOffset, wanted));
}

async function wholeRange(reader: FileReader, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await reader.read(offset, length);
  if (bytes.length === length) return bytes;
  throw new FvalidateError("input", `it was cut at byte ${offset + bytes.length} while it was read`);
}

/** Where a part of a member is: in the archive itself if it is stored, behind the unpacking if not. */
export function partOfMember(
  path: string,
  member: ZipMember,
  offset: number,
  byteLength: number,
): StorageLocation {
  if (member.method === "stored")
    return { kind: "file", path, offset: member.dataOffset + offset, byteLength };
  const { compressedLength, unpackedLength, crc32 } = member;
  return {
    kind: "deflated",
    path,
    offset: member.dataOffset,
    compressedLength,
    unpackedLength,
    crc32,
    unpackedOffset: offset,
    byteLength,
  };
}
