import type { FileReader } from "../npy-file.ts";
import { damagedZip } from "./damaged.ts";
import { type Fields, fieldsOf, IN_ZIP64, SIGNATURES } from "./fields.ts";
import { type DirectoryEntry, FLAGS, type ZipMember } from "./zip-member.ts";
import { withZip64 } from "./zip64-extra.ts";

const HEADER_BYTES = 30;
/** Writers that align their data do it with an extra field of some dozen bytes. */
const USUAL_EXTRA = 160;

/**
 * Reads the header in front of a member's data and the descriptor behind it, and holds both against the directory.
 *
 * @param end where the next member or the directory starts: the member takes every byte up to there
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function checkedMember(
  reader: FileReader,
  entry: DirectoryEntry,
  end: number,
): Promise<ZipMember> {
  const header = await headerOf(reader, entry, end);
  requireSameMember(header, entry);
  requireSameSizes(header, entry);
  const dataOffset = entry.headerOffset + header.length;
  const dataEnd = dataOffset + entry.compressedLength;
  if (dataEnd > end) {
    throw damagedZip(`the member ${quoted(entry)} overlaps with what stands behind it`, end, NO_TRUST);
  }
  if (dataEnd < end)
    requireDescriptor(await reader.read(dataEnd, Math.min(end - dataEnd, 25)), entry, dataEnd);
  const { name, method, crc32, compressedLength, unpackedLength } = entry;
  return { name, method, crc32, compressedLength, unpackedLength, dataOffset };
}

const NO_TRUST = "Do not trust this archive.";

/** @returns the fields of the header with its name and its extra fields, and nothing behind them */
async function headerOf(reader: FileReader, entry: DirectoryEntry, end: number): Promise<Fields> {
  const at = entry.headerOffset;
  const usual = HEADER_BYTES + entry.nameBytes.length + USUAL_EXTRA;
  const start = await reader.read(at, Math.min(usual, end - at));
  const fields = fieldsOf(start);
  if (start.length < HEADER_BYTES || fields.u32(0) !== SIGNATURES.localHeader) {
    throw damagedZip(`the member ${quoted(entry)} has no header where the directory says`, at);
  }
  const length = HEADER_BYTES + fields.u16(26) + fields.u16(28);
  if (at + length > end)
    throw damagedZip(`the header of the member ${quoted(entry)} is too long`, at + 26, NO_TRUST);
  return fieldsOf(length <= start.length ? start.subarray(0, length) : await reader.read(at, length));
}

function requireSameMember(header: Fields, entry: DirectoryEntry): void {
  const name = header.bytes(HEADER_BYTES, HEADER_BYTES + header.u16(26));
  const differing = [
    { field: "name", at: HEADER_BYTES, same: Buffer.compare(name, entry.nameBytes) === 0 },
    { field: "flags", at: 6, same: header.u16(6) === entry.flags },
    { field: "method", at: 8, same: header.u16(8) === (entry.method === "stored" ? 0 : 8) },
  ].find(({ same }) => !same);
  if (differing === undefined) return;
  throw contradiction(entry, differing.field, entry.headerOffset + differing.at);
}

function requireSameSizes(header: Fields, entry: DirectoryEntry): void {
  const at = entry.headerOffset;
  const extraAt = HEADER_BYTES + header.u16(26);
  const { compressedLength, unpackedLength } = withZip64(
    { compressedLength: header.u32(18), unpackedLength: header.u32(22) },
    header.bytes(extraAt, header.length),
    at + extraAt,
  );
  const stands = { crc32: header.u32(14), compressedLength, unpackedLength };
  if (agrees(stands, entry)) return;
  // A writer that could not go back left them to the descriptor.
  const blank = [stands.crc32, compressedLength, unpackedLength].every((value) => value === 0);
  const inZip64 =
    [header.u32(18), header.u32(22)].every((value) => value === IN_ZIP64.u32) && stands.crc32 === 0;
  if ((entry.flags & FLAGS.descriptor) !== 0 && (blank || inZip64)) return;
  throw contradiction(entry, "sizes or checksum", at + 14);
}

type Described = Pick<ZipMember, "crc32" | "compressedLength" | "unpackedLength">;

function agrees(one: Described, other: Described): boolean {
  return (
    one.crc32 === other.crc32 &&
    one.compressedLength === other.compressedLength &&
    one.unpackedLength === other.unpackedLength
  );
}

/** @param bytes all that stands between the member's data and what comes next, or one byte more than can be right */
function requireDescriptor(bytes: Uint8Array, entry: DirectoryEntry, at: number): void {
  const fields = fieldsOf(bytes);
  const signed = bytes.length >= 4 && fields.u32(0) === SIGNATURES.dataDescriptor;
  const described = [...descriptors(fields, signed ? 4 : 0), ...descriptors(fields, 0)];
  if ((entry.flags & FLAGS.descriptor) !== 0 && described.some((found) => agrees(found, entry))) return;
  throw damagedZip(`the bytes behind the member ${quoted(entry)} belong to nothing`, at);
}

/** The sizes take 4 bytes each, or 8 in zip64. */
function descriptors(fields: Fields, start: number): Described[] {
  const crc32 = fields.length >= start + 4 ? fields.u32(start) : 0;
  if (fields.length === start + 12) {
    return [{ crc32, compressedLength: fields.u32(start + 4), unpackedLength: fields.u32(start + 8) }];
  }
  if (fields.length !== start + 20) return [];
  return [{ crc32, compressedLength: fields.u64(start + 4), unpackedLength: fields.u64(start + 12) }];
}

function contradiction(entry: DirectoryEntry, what: string, at: number) {
  return damagedZip(
    `the header of the member ${quoted(entry)} and the directory contradict each other: ${what}`,
    at,
    NO_TRUST,
  );
}

function quoted({ name }: DirectoryEntry): string {
  return JSON.stringify(name);
}
