/** Little-endian fields of a zip archive's records, counted from the start of a record. */
export interface Fields {
  readonly length: number;
  u16(at: number): number;
  u32(at: number): number;
  /** `Infinity` beyond 2^53: no file is so long, so every check of a size refuses it. */
  u64(at: number): number;
  bytes(from: number, to: number): Uint8Array;
}

/** @throws RangeError where a field is asked for beyond the bytes */
export function fieldsOf(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    length: bytes.length,
    u16: (at) => view.getUint16(at, true),
    u32: (at) => view.getUint32(at, true),
    u64(at) {
      const value = view.getBigUint64(at, true);
      return value > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : Number(value);
    },
    bytes: (from, to) => bytes.subarray(from, to),
  };
}

/** Marks of the records of a zip archive (PKWARE's APPNOTE, section 4.3), as little-endian numbers. */
export const SIGNATURES = {
  localHeader: 0x04034b50,
  dataDescriptor: 0x08074b50,
  directoryEntry: 0x02014b50,
  zip64End: 0x06064b50,
  zip64Locator: 0x07064b50,
  end: 0x06054b50,
} as const;

/** What a field of 2 or 4 bytes holds where the real value stands in a zip64 record. */
export const IN_ZIP64 = { u16: 0xffff, u32: 0xffffffff } as const;
