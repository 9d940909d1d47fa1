/** How the bytes of a member are packed. */
export type ZipMethod = "stored" | "deflated";

/** One file of a zip archive, checked against its own header in front of its data. */
export interface ZipMember {
  readonly name: string;
  readonly method: ZipMethod;
  /** Of the unpacked bytes. It is checked where they are unpacked, and nowhere else. */
  readonly crc32: number;
  readonly compressedLength: number;
  readonly unpackedLength: number;
  /** The byte in the archive at which its packed data starts. */
  readonly dataOffset: number;
}

/** A member as the central directory has it. */
export interface DirectoryEntry extends Omit<ZipMember, "dataOffset"> {
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly headerOffset: number;
  /** The byte in the archive at which its entry in the directory stands. */
  readonly at: number;
}

/** Bits of a member's flags. */
export const FLAGS = {
  encrypted: 1,
  descriptor: 8,
  patched: 32,
  strong: 64,
  utf8: 0x800,
  masked: 0x2000,
} as const;
