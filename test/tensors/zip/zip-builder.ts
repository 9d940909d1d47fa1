import { crc32, deflateRawSync } from "node:zlib";

export interface BuiltMember {
  readonly name: string;
  readonly data: Uint8Array;
  readonly deflated?: boolean;
}

export interface BuiltZip {
  readonly bytes: Buffer;
  /** Where the header of each member stands, and its entry in the directory. */
  readonly headers: readonly number[];
  readonly entries: readonly number[];
  readonly end: number;
}

/** A plain zip archive as APPNOTE describes it, for tests that then change single fields of it. */
export function buildZip(members: readonly BuiltMember[]): BuiltZip {
  const parts: Buffer[] = [];
  const headers: number[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, deflated = false } of members) {
    const packed = deflated ? deflateRawSync(data, { level: 9 }) : Buffer.from(data);
    const header = local(name, packed, data, deflated);
    headers.push(at);
    directory.push(entry(header, name, at));
    parts.push(header, packed);
    at += header.length + packed.length;
  }
  const entries = directory.map((_, i) => at + Buffer.concat(directory.slice(0, i)).length);
  const all = Buffer.concat(directory);
  const end = at + all.length;
  return {
    bytes: Buffer.concat([...parts, all, endRecord(members.length, all.length, at)]),
    headers,
    entries,
    end,
  };
}

function local(name: string, packed: Uint8Array, data: Uint8Array, deflated: boolean): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(0x800, 6);
  header.writeUInt16LE(deflated ? 8 : 0, 8);
  header.writeUInt32LE(crc32(data), 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(data.length, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([header, Buffer.from(name)]);
}

function entry(header: Buffer, name: string, at: number): Buffer {
  const bytes = Buffer.alloc(46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE(20, 4);
  header.copy(bytes, 6, 4, 28);
  bytes.writeUInt32LE(at, 42);
  return Buffer.concat([bytes, Buffer.from(name)]);
}

export function endRecord(members: number, directoryBytes: number, directoryAt: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(members, 8);
  bytes.writeUInt16LE(members, 10);
  bytes.writeUInt32LE(directoryBytes, 12);
  bytes.writeUInt32LE(directoryAt, 16);
  return bytes;
}

/** A `.npy` file of a float32 vector, by numpy's NEP 1. */
export function npyVector(elements: number): Buffer {
  return Buffer.concat([npyHeader(elements), Buffer.from(new Float32Array(elements).fill(1.5).buffer)]);
}

export function npyHeader(elements: number): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${elements},), }`.padEnd(118);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"), Buffer.from(text)]);
}
