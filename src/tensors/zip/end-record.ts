import type { FileReader } from "../npy-file.ts";
import { damagedZip } from "./damaged.ts";
import { type Fields, fieldsOf, IN_ZIP64, SIGNATURES } from "./fields.ts";

/** Where the central directory stands. */
export interface DirectoryPlace {
  readonly offset: number;
  readonly byteLength: number;
  readonly members: number;
}

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const LONGEST_COMMENT = 0xffff;

/** The last bytes of a file: all that an end record and its comment can take, and what may stand before them. */
interface Tail {
  readonly fields: Fields;
  /** The byte in the file at which the tail starts. */
  readonly start: number;
  readonly fileSize: number;
}

/**
 * Finds the central directory by the records behind it, which must reach to the file's very end.
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function findDirectory(reader: FileReader): Promise<DirectoryPlace> {
  const length = Math.min(reader.size, END_BYTES + LONGEST_COMMENT + LOCATOR_BYTES + ZIP64_END_BYTES);
  const start = reader.size - length;
  const tail: Tail = {
    fields: fieldsOf(await reader.read(start, length)),
    start,
    fileSize: reader.size,
  };
  const at = endRecordAt(tail);
  const plain = plainPlace(tail, at);
  const locatorAt = at - LOCATOR_BYTES;
  if (locatorAt < 0 || tail.fields.u32(locatorAt) !== SIGNATURES.zip64Locator) {
    return reachingTo(tail.start + at, plain);
  }
  return zip64Place(reader, tail, locatorAt, plain);
}

/** @returns where in the tail the one end record starts whose comment ends with the file */
function endRecordAt({ fields, start, fileSize }: Tail): number {
  const signed = positionsOfEnd(fields);
  const fitting = signed.filter((at) => at + END_BYTES + fields.u16(at + 20) === fields.length);
  const [at, second] = fitting;
  if (second !== undefined) {
    throw damagedZip("two end records fit, so it can be read in two ways", start + second);
  }
  if (at !== undefined) return at;
  const last = signed.at(-1);
  if (last === undefined) {
    throw damagedZip("it is truncated, or no zip archive: it has no end record", fileSize);
  }
  const end = start + last + END_BYTES + fields.u16(last + 20);
  if (end > fileSize) {
    throw damagedZip(`its comment is truncated: it should end at byte ${end}`, fileSize);
  }
  throw damagedZip(`${fileSize - end} bytes are left over behind its end`, end);
}

function positionsOfEnd(fields: Fields): number[] {
  const found: number[] = [];
  for (let at = 0; at + END_BYTES <= fields.length; at += 1) {
    if (fields.u32(at) === SIGNATURES.end) found.push(at);
  }
  return found;
}

function plainPlace({ fields, start }: Tail, at: number): DirectoryPlace {
  const members = fields.u16(at + 10);
  const spread = fields.u16(at + 4) !== 0 || fields.u16(at + 6) !== 0 || fields.u16(at + 8) !== members;
  // Writers of zip64 may leave all of these to the other record.
  const left = [4, 6, 8].every((field) => [0, members, IN_ZIP64.u16].includes(fields.u16(at + field)));
  if (spread && !left) throw severalDisks(start + at + 4);
  return { members, byteLength: fields.u32(at + 12), offset: fields.u32(at + 16) };
}

async function zip64Place(
  reader: FileReader,
  { fields, start }: Tail,
  locatorAt: number,
  plain: DirectoryPlace,
): Promise<DirectoryPlace> {
  const locator = start + locatorAt;
  if (fields.u32(locatorAt + 4) !== 0 || fields.u32(locatorAt + 16) > 1) throw severalDisks(locator + 4);
  const at = fields.u64(locatorAt + 8);
  if (at + ZIP64_END_BYTES > locator) {
    throw damagedZip(`its zip64 end record is said to be at byte ${at}, behind its own locator`, locator + 8);
  }
  const record = fieldsOf(await reader.read(at, ZIP64_END_BYTES));
  if (record.length < ZIP64_END_BYTES || record.u32(0) !== SIGNATURES.zip64End) {
    throw damagedZip("there is no zip64 end record where its locator says", at);
  }
  const end = at + 12 + record.u64(4);
  if (end !== locator)
    throw damagedZip(`its zip64 end record ends at byte ${end}, not at byte ${locator}`, at + 4);
  if (record.u32(16) !== 0 || record.u32(20) !== 0 || record.u64(24) !== record.u64(32)) {
    throw severalDisks(at + 16);
  }
  const place = { members: record.u64(32), byteLength: record.u64(40), offset: record.u64(48) };
  requireAgreement(plain, place, at);
  return reachingTo(at, place);
}

/** A reader that knows no zip64 must not see another archive than one that does. */
function requireAgreement(plain: DirectoryPlace, zip64: DirectoryPlace, at: number): void {
  const agrees =
    [zip64.members, IN_ZIP64.u16].includes(plain.members) &&
    [zip64.byteLength, IN_ZIP64.u32].includes(plain.byteLength) &&
    [zip64.offset, IN_ZIP64.u32].includes(plain.offset);
  if (!agrees) throw damagedZip("its two end records contradict each other", at);
}

function reachingTo(end: number, place: DirectoryPlace): DirectoryPlace {
  const found = place.offset + place.byteLength;
  if (found === end) return place;
  throw damagedZip(
    `its directory is said to end at byte ${found}, but its end record starts at byte ${end}`,
    end,
  );
}

function severalDisks(at: number) {
  return damagedZip("it is one part of an archive on several disks", at, "Join the parts first.");
}
