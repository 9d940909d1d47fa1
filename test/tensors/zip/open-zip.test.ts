import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { openZip } from "../../../src/tensors/zip/open-zip.ts";
import { fixture, readAll } from "../archive-fixtures.ts";
import { type BuiltZip, buildZip, endRecord, npyHeader, npyVector } from "./zip-builder.ts";

const folder = mkdtempSync(join(tmpdir(), "fvalidate-zip-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(bytes: Uint8Array): string {
  const path = join(folder, "test.zip");
  writeFileSync(path, bytes);
  return path;
}

const TEXT = { name: "a.txt", data: Buffer.from("hello ".repeat(50)), deflated: true };
const NUMBERS = { name: "b/c.bin", data: Buffer.from([1, 2, 3]) };

it("says where the bytes of each member are", async () => {
  const { bytes } = buildZip([TEXT, NUMBERS]);
  const { members } = await openZip(written(bytes));
  expect(members.map(({ name, method, unpackedLength }) => [name, method, unpackedLength])).toEqual([
    ["a.txt", "deflated", 300],
    ["b/c.bin", "stored", 3],
  ]);
  const at = members[1]!.dataOffset;
  expect([...bytes.subarray(at, at + 3)]).toEqual([1, 2, 3]);
});

it("reads archives without members, and with a comment of any length", async () => {
  expect((await openZip(written(buildZip([]).bytes))).members).toEqual([]);
  const { bytes } = buildZip([NUMBERS]);
  for (const length of [1, 300, 0xffff]) {
    const commented = Buffer.concat([bytes, Buffer.alloc(length, 65)]);
    commented.writeUInt16LE(length, bytes.length - 2);
    expect((await openZip(written(commented))).members).toHaveLength(1);
  }
});

/** One field of the archive that lies, and what the message must say. */
const LIES: readonly [string, (zip: BuiltZip) => unknown, RegExp][] = [
  [
    "local name",
    (zip) => {
      zip.bytes.write("x", zip.headers[0]! + 30);
    },
    /contradict each other: name \(byte 30\)/,
  ],
  [
    "local method",
    (zip) => {
      zip.bytes.writeUInt16LE(0, zip.headers[0]! + 8);
    },
    /contradict each other: method \(byte 8\)/,
  ],
  [
    "local flags",
    (zip) => {
      zip.bytes.writeUInt16LE(0x802, 6);
    },
    /contradict each other: flags \(byte 6\)/,
  ],
  [
    "local CRC-32",
    (zip) => {
      zip.bytes.writeUInt32LE(1, 14);
    },
    /contradict each other: sizes or checksum \(byte 14\)/,
  ],
  [
    "local size",
    (zip) => {
      zip.bytes.writeUInt32LE(299, 22);
    },
    /contradict each other: sizes or checksum/,
  ],
  [
    "local signature",
    (zip) => {
      zip.bytes.writeUInt32LE(0, 0);
    },
    /has no header where the directory says \(byte 0\)/,
  ],
  [
    "local extra length",
    (zip) => {
      zip.bytes.writeUInt16LE(0xffff, 28);
    },
    /header of the member "a\.txt" is too long/,
  ],
  [
    "no size, no descriptor",
    (zip) => {
      zip.bytes.fill(0, 14, 26);
    },
    /contradict each other: sizes/,
  ],
  [
    "directory signature",
    (zip) => {
      zip.bytes.writeUInt32LE(0, zip.entries[1]!);
    },
    /should have 2 entries; one of them is not there/,
  ],
  [
    "members",
    (zip) => {
      zip.bytes.writeUInt16LE(3, zip.end + 10);
    },
    /several disks|should have 3 entries/,
  ],
  [
    "members fewer",
    (zip) => {
      zip.bytes.writeUInt16LE(1, zip.end + 8);
      zip.bytes.writeUInt16LE(1, zip.end + 10);
    },
    /\d+ bytes are left over in its directory/,
  ],
  [
    "directory offset",
    (zip) => {
      zip.bytes.writeUInt32LE(0, zip.end + 16);
    },
    /its directory is said to end at byte/,
  ],
  [
    "directory size",
    (zip) => {
      zip.bytes.writeUInt32LE(0xfffffff0, zip.end + 12);
    },
    /its directory is said to end at byte/,
  ],
  [
    "disk",
    (zip) => {
      zip.bytes.writeUInt16LE(1, zip.end + 4);
    },
    /several disks/,
  ],
  [
    "member on another disk",
    (zip) => {
      zip.bytes.writeUInt16LE(1, zip.entries[0]! + 34);
    },
    /lies on another disk/,
  ],
  [
    "encrypted",
    (zip) => {
      zip.bytes.writeUInt16LE(0x801, zip.entries[0]! + 8);
    },
    /it is encrypted \(byte \d+\)/,
  ],
  [
    "unknown flag",
    (zip) => {
      zip.bytes.writeUInt16LE(0x4800, zip.entries[0]! + 8);
    },
    /unknown flags 0x4800/,
  ],
  [
    "AES",
    (zip) => {
      zip.bytes.writeUInt16LE(99, zip.entries[0]! + 10);
    },
    /encrypted with AES, which is not read/,
  ],
  [
    "method 77",
    (zip) => {
      zip.bytes.writeUInt16LE(77, zip.entries[0]! + 10);
    },
    /the unknown method 77/,
  ],
  [
    "stored sizes differ",
    (zip) => {
      zip.bytes.writeUInt32LE(4, zip.entries[1]! + 24);
    },
    /claims to be 4 bytes stored in 3, which cannot be/,
  ],
  [
    "stored is longer",
    (zip) => {
      zip.bytes.writeUInt32LE(4, zip.entries[1]! + 24);
      zip.bytes.writeUInt32LE(4, zip.entries[1]! + 20);
      zip.bytes.writeUInt32LE(4, zip.headers[1]! + 18);
      zip.bytes.writeUInt32LE(4, zip.headers[1]! + 22);
    },
    /the member "b\/c\.bin" overlaps with what stands behind it/,
  ],
  [
    "a hole",
    (zip) => {
      zip.bytes.writeUInt32LE(2, zip.entries[1]! + 24);
      zip.bytes.writeUInt32LE(2, zip.entries[1]! + 20);
      zip.bytes.writeUInt32LE(2, zip.headers[1]! + 18);
      zip.bytes.writeUInt32LE(2, zip.headers[1]! + 22);
    },
    /bytes behind the member "b\/c\.bin" belong to nothing/,
  ],
  [
    "deflate beyond 1032 to 1",
    (zip) => {
      zip.bytes.writeUInt32LE(2 ** 31, zip.entries[0]! + 24);
    },
    /claims to be 2147483648 bytes deflated in \d+, which cannot be/,
  ],
  [
    "two members in one place",
    (zip) => {
      zip.bytes.writeUInt32LE(0, zip.entries[1]! + 42);
    },
    /is said to start at byte 0, where something else stands/,
  ],
  [
    "a member in another's data",
    (zip) => {
      zip.bytes.writeUInt32LE(36, zip.entries[1]! + 42);
    },
    /no header where the directory says \(byte 36\)|overlaps/,
  ],
  [
    "a member in the directory",
    (zip) => {
      zip.bytes.writeUInt32LE(zip.entries[0]!, zip.entries[1]! + 42);
    },
    /where something else stands/,
  ],
  [
    "name length",
    (zip) => {
      zip.bytes.writeUInt16LE(0xffff, zip.entries[0]! + 28);
    },
    /reaches beyond the directory/,
  ],
  [
    "no name",
    (zip) => {
      zip.bytes.writeUInt16LE(0, zip.entries[0]! + 28);
      zip.bytes.writeUInt16LE(5, zip.entries[0]! + 32);
    },
    /a member has no name/,
  ],
  [
    "not UTF-8",
    (zip) => {
      zip.bytes.writeUInt8(0xff, zip.entries[0]! + 46);
    },
    /name is not UTF-8/,
  ],
  [
    "no encoding",
    (zip) => {
      zip.bytes.writeUInt16LE(0, zip.entries[0]! + 8);
      zip.bytes.writeUInt8(0xff, zip.entries[0]! + 46);
    },
    /letters beyond ASCII without saying/,
  ],
  [
    "extra fields",
    (zip) => {
      zip.bytes.writeUInt16LE(2, zip.entries[0]! + 28);
      zip.bytes.writeUInt16LE(3, zip.entries[0]! + 30);
    },
    /extra fields of a member do not fit/,
  ],
  ["bytes in front", (zip) => Buffer.concat([Buffer.from("MZ"), zip.bytes]), /directory is said to end/],
  ["bytes in front, offsets moved", inFront, /4 bytes stand in front of its first member/],
  [
    "bytes behind",
    (zip) => Buffer.concat([zip.bytes, Buffer.from("xyz")]),
    /3 bytes are left over behind its end/,
  ],
  [
    "comment too long",
    (zip) => {
      zip.bytes.writeUInt16LE(9, zip.end + 20);
    },
    /its comment is truncated: it should end at byte/,
  ],
  ["two end records", twoEnds, /two end records fit/],
  ["zip64 without record", zip64(0n), /zip64 end record/],
];

function inFront({ bytes, entries, end }: BuiltZip): Uint8Array {
  const moved = Buffer.concat([Buffer.from("MZ\0\0"), bytes]);
  for (const at of entries) moved.writeUInt32LE(bytes.readUInt32LE(at + 42) + 4, at + 46);
  moved.writeUInt32LE(bytes.readUInt32LE(end + 16) + 4, end + 20);
  return moved;
}

function twoEnds({ bytes }: BuiltZip): Uint8Array {
  const both = Buffer.concat([bytes, endRecord(0, 0, 0)]);
  both.writeUInt16LE(22, bytes.length - 2);
  return both;
}

function zip64(at: bigint) {
  return ({ bytes, end }: BuiltZip): Uint8Array => {
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(at, 8);
    locator.writeUInt32LE(1, 16);
    return Buffer.concat([bytes.subarray(0, end), locator, bytes.subarray(end)]);
  };
}

describe("an archive that contradicts itself is refused", () => {
  it.each(LIES)("%s", async (_what, change, message) => {
    const zip = buildZip([TEXT, NUMBERS]);
    const changed = change(zip);
    const path = written(changed instanceof Uint8Array ? changed : zip.bytes);
    await expect(openZip(path)).rejects.toThrow(message);
    await expect(openZip(path)).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining(path),
    });
  });

  it("two members of one name", async () => {
    await expect(openZip(written(buildZip([NUMBERS, NUMBERS]).bytes))).rejects.toThrow(
      /two members "b\/c\.bin"/,
    );
  });

  it("more members than there can be", async () => {
    const { bytes, end } = buildZip([]);
    bytes.writeUInt16LE(0xffff, end + 8);
    bytes.writeUInt16LE(0xffff, end + 10);
    await expect(openZip(written(bytes))).rejects.toThrow(/should have 65535 entries/);
  });
});

describe("zip64", () => {
  it("reads arrays beyond 4 GiB where they are, without touching what lies between", async () => {
    const path = join(folder, "large.npz");
    const elements = 2 ** 30 + 12;
    await writeLargeNpz(path, elements);
    const { tensors } = await openTensors(path);
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ["large", [elements]],
      ["small", [3]],
    ]);
    expect(tensors[1]!.location).toMatchObject({
      kind: "file",
      offset: expect.toSatisfy((at) => at > 2 ** 32),
    });
    expect((await readAll([tensors[1]!])).get("small")).toEqual([1.5, 1.5, 1.5]);
  });

  it("does so in files of numpy's, which say it of every member", async () => {
    const { members } = await openZip(fixture("npz/files/streamed.npz"));
    expect(members.map(({ name }) => name)).toEqual(["x.npy", "y.npy"]);
  });
});

/** Nothing is written into the large array, so that it takes no room on the disk. */
async function writeLargeNpz(path: string, elements: number): Promise<void> {
  const large = npyHeader(elements);
  const largeBytes = large.length + 4 * elements;
  const { bytes, entries, headers, end } = buildZip([
    { name: "large.npy", data: new Uint8Array(0) },
    { name: "small.npy", data: npyVector(3) },
  ]);
  const header = withZip64(bytes.subarray(0, headers[1]), 30, 28, [largeBytes, largeBytes]);
  header.fill(0xff, 18, 26);
  const second = header.length + largeBytes;
  const directory = second + (entries[0]! - headers[1]!);
  const first = withZip64(bytes.subarray(entries[0], entries[1]), 46, 30, [largeBytes, largeBytes]);
  first.fill(0xff, 20, 28);
  const last = withZip64(bytes.subarray(entries[1], end), 46, 30, [second]);
  last.fill(0xff, 42, 46);
  const length = first.length + last.length;
  await using file = await open(path, "w");
  await file.write(Buffer.concat([header, large]), 0, null, 0);
  await file.write(bytes.subarray(headers[1], entries[0]), 0, null, second);
  await file.write(
    Buffer.concat([first, last, zip64End(directory, length), endRecord(0xffff, 0xffffffff, 0xffffffff)]),
    0,
    null,
    directory,
  );
}

function withZip64(record: Buffer, nameAt: number, extraLengthAt: number, values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [i, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  const changed = Buffer.concat([record, extra]);
  changed.writeUInt16LE(extra.length, extraLengthAt);
  expect(nameAt).toBeLessThan(record.length);
  return changed;
}

function zip64End(directory: number, length: number): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(2n, 24);
  record.writeBigUInt64LE(2n, 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(directory), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(directory + length), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
