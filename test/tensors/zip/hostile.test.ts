import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import type { FileReader } from "../../../src/tensors/npy-file.ts";
import { readZip } from "../../../src/tensors/zip/open-zip.ts";
import { fixture } from "../archive-fixtures.ts";
import { buildZip } from "./zip-builder.ts";

/** A file in memory, which counts what is asked of it. */
function inMemory(bytes: Uint8Array): FileReader & { asked: number } {
  return {
    size: bytes.length,
    asked: 0,
    read(position, length) {
      this.asked += length;
      return Promise.resolve(bytes.subarray(Math.min(position, bytes.length), position + length));
    },
  };
}

/** What becomes of an archive; any other error than one about the file is thrown. */
async function outcomeOf(bytes: Uint8Array): Promise<string> {
  const reader = inMemory(bytes);
  try {
    const { members } = await readZip(reader);
    const reachesOut = members.some((member) => member.dataOffset + member.compressedLength > bytes.length);
    return reachesOut ? "a member reaches out of the file" : "read";
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "input") return "refused";
    throw error;
  } finally {
    // The tail twice, the directory, and a header of at most 66 KB for each of the few members.
    if (reader.asked >= 2 ** 21) expect.fail(`${reader.asked} bytes were read`);
  }
}

const ARCHIVES = [
  "npz/files/deflated-orders.npz",
  "npz/files/streamed.npz",
  "pt/files/bare.pt",
  "pt/files/deflated.pt",
];

describe.each(ARCHIVES)("%s", (name) => {
  const bytes = readFileSync(fixture(name));

  it("is refused wherever it is cut", async () => {
    expect(await outcomeOf(bytes)).toBe("read");
    for (let length = 0; length < bytes.length; length += 1) {
      const outcome = await outcomeOf(bytes.subarray(0, length));
      if (outcome !== "refused") expect.fail(`${outcome}, cut at ${length}`);
    }
  });

  it("is read or refused with any bytes changed", async () => {
    const random = seedrandom(name);
    for (let i = 0; i < 1500; i += 1) {
      const changed = Buffer.from(bytes);
      for (let changes = i % 3; changes >= 0; changes -= 1) {
        changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
      }
      const outcome = await outcomeOf(changed);
      if (!/^(read|refused)$/.test(outcome)) expect.fail(`${outcome}, change ${i}`);
    }
  });

  it("is refused with bytes put in or taken out anywhere", async () => {
    for (let at = 0; at < bytes.length; at += 7) {
      const more = Buffer.concat([bytes.subarray(0, at), Buffer.from([0]), bytes.subarray(at)]);
      const less = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      const outcomes = [await outcomeOf(more), await outcomeOf(less)];
      if (outcomes.some((outcome) => outcome !== "refused")) expect.fail(`${outcomes}, at ${at}`);
    }
  });
});

describe("bombs", () => {
  it("many members that share one packed kernel (David Fifield's construction) overlap", async () => {
    const kernel = deflateRawSync(Buffer.alloc(2 ** 20));
    const members = Array.from({ length: 50 }, (_, i) => ({
      name: `${i}.npy`,
      data: Buffer.alloc(2 ** 20),
      deflated: true,
    }));
    const { bytes, entries, end } = buildZip(members);
    // All entries of the directory point to the one member that is left.
    const last = entries[1]! - entries[0]!;
    const header = bytes.subarray(0, 30 + 5 + kernel.length);
    const directory = Buffer.from(bytes.subarray(entries[0], end));
    for (let at = 0; at < directory.length; at = directory.indexOf("PK\x01\x02", at + 1, "latin1")) {
      if (at === -1) break;
      directory.writeUInt32LE(0, at + 42);
    }
    expect(last).toBeGreaterThan(0);
    const ending = Buffer.from(bytes.subarray(end));
    ending.writeUInt32LE(header.length, 16);
    await expect(readZip(inMemory(Buffer.concat([header, directory, ending])))).rejects.toThrow(
      /is said to start at byte 0, where something else stands/,
    );
  });

  it("members quoted by one another's packed data overlap", async () => {
    const inner = buildZip([{ name: "b", data: Buffer.alloc(100) }]).bytes;
    const { bytes, entries } = buildZip([
      { name: "a", data: inner.subarray(0, 131) },
      { name: "b", data: Buffer.alloc(100) },
    ]);
    // The header of `b` within the stored bytes of `a`.
    bytes.writeUInt32LE(31, entries[1]! + 42);
    await expect(readZip(inMemory(bytes))).rejects.toThrow(/the member "a" overlaps|belong to nothing/);
  });

  it("more unpacked bytes than deflate can make are refused before anything is unpacked", async () => {
    const { bytes, headers, entries } = buildZip([{ name: "a", data: Buffer.alloc(1000), deflated: true }]);
    for (const at of [headers[0]! + 22, entries[0]! + 24]) bytes.writeUInt32LE(0xfffffffe, at);
    await expect(readZip(inMemory(bytes))).rejects.toThrow(
      /claims to be 4294967294 bytes deflated in \d+, which cannot be/,
    );
  });
});
