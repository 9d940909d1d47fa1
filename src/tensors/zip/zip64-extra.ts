import { damagedZip } from "./damaged.ts";
import { type Fields, fieldsOf, IN_ZIP64 } from "./fields.ts";

const ZIP64 = 0x0001;

/** Sizes and place of a member, as read from fields of 4 bytes. */
export interface Sizes {
  readonly unpackedLength: number;
  readonly compressedLength: number;
  /** Absent in a member's own header. */
  readonly headerOffset?: number;
}

/**
 * The sizes with those values filled in that stand in a zip64 field instead.
 * @param extra all the extra fields of a member
 * @param at the byte in the archive at which they stand
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export function withZip64(sizes: Sizes, extra: Uint8Array, at: number): Required<Sizes> {
  const field = zip64Field(extra, at);
  let next = 0;
  const resolve = (value: number): number => {
    if (value !== IN_ZIP64.u32 || field === null) return value;
    if (next + 8 > field.length) throw damagedZip("a member's zip64 field is too short", at);
    next += 8;
    return field.u64(next - 8);
  };
  // In this order, and only those that do not fit into 4 bytes (APPNOTE 4.5.3).
  return {
    unpackedLength: resolve(sizes.unpackedLength),
    compressedLength: resolve(sizes.compressedLength),
    headerOffset: resolve(sizes.headerOffset ?? 0),
  };
}

function zip64Field(extra: Uint8Array, at: number): Fields | null {
  const fields = fieldsOf(extra);
  let found: Fields | null = null;
  for (let start = 0; start < extra.length; ) {
    const end = start + 4 + (start + 4 <= extra.length ? fields.u16(start + 2) : 0);
    if (end > extra.length || start + 4 > extra.length) {
      throw damagedZip("the extra fields of a member do not fit into their length", at + start);
    }
    if (fields.u16(start) === ZIP64) {
      if (found !== null) throw damagedZip("a member has two zip64 fields", at + start);
      found = fieldsOf(extra.subarray(start + 4, end));
    }
    start = end;
  }
  return found;
}
