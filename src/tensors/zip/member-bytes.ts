import { FvalidateError } from "../../support/errors.ts";
import type { FileReader } from "../npy-file.ts";
import type { StorageLocation } from "../stored/stored-tensor.ts";
import { inflatedStart } from "./inflate.ts";
import type { ZipMember } from "./zip-member.ts";

/** An archive that is being read. */
export interface OpenArchive {
  readonly path: string;
  readonly reader: FileReader;
}

/**
 * The first bytes of a member, unpacked: as many as asked for, or all where it has fewer.
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function startOfMember(
  { path, reader }: OpenArchive,
  member: ZipMember,
  length: number,
): Promise<Uint8Array> {
  const offset = member.dataOffset;
  if (member.method === "deflated") return inflatedStart({ ...member, path, offset }, length);
  const wanted = Math.min(length, member.unpackedLength);
  const bytes = await reader.read(offset, wanted);
  if (bytes.length === wanted) return bytes;
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
