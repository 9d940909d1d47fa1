import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import type { StoredTensor } from "../../../src/tensors/stored/stored-tensor.ts";
import { createScratch } from "../../../src/tensors/zip/scratch.ts";
import { releaseUnpacked, unpackDeflated } from "../../../src/tensors/zip/unpack.ts";

const folder = mkdtempSync(join(tmpdir(), "fvalidate-unpack-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Deflated = Extract<StoredTensor["location"], { kind: "deflated" }>;

/** A file with deflated bytes somewhere in it, and a tensor that is a part of what they unpack to. */
function deflated(data: Uint8Array, lies: Partial<Deflated> = {}, behind = ""): StoredTensor {
  const path = join(folder, `${readdirSync(folder).length}.bin`);
  const packed = deflateRawSync(data);
  writeFileSync(path, Buffer.concat([Buffer.from("front"), packed, Buffer.from(behind)]));
  const location: Deflated = {
    kind: "deflated",
    path,
    offset: 5,
    compressedLength: packed.length,
    unpackedLength: data.length,
    crc32: crc32(data),
    unpackedOffset: 0,
    byteLength: data.length,
    ...lies,
  };
  const common = { dtype: "uint8", littleEndian: true, strides: null, firstElement: 0 } as const;
  return { name: "x", shape: [location.byteLength], ...common, location };
}

const DATA = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));

describe("what is unpacked", () => {
  it("is the storage alone, in memory that workers can share", async () => {
    await using scratch = await createScratch(folder);
    const tensor = deflated(DATA, { unpackedOffset: 70_000, byteLength: 130_001 });
    const [unpacked] = await unpackDeflated([tensor], scratch);
    const location = unpacked!.location;
    if (location.kind !== "memory") throw new Error(location.kind);
    expect(Buffer.from(location.bytes).equals(DATA.subarray(70_000, 200_001))).toBe(true);
  });

  it("is a file where it is large, gone when the scratch folder is", async () => {
    const large = Buffer.alloc(2 ** 24 + 9, DATA);
    let path = "";
    {
      await using scratch = await createScratch(folder);
      const [unpacked] = await unpackDeflated(
        [deflated(large, { unpackedOffset: 3, byteLength: 2 ** 24 + 1 })],
        scratch,
      );
      const location = unpacked!.location;
      if (location.kind !== "file") throw new Error(location.kind);
      path = location.path;
      expect(location).toEqual({ kind: "file", path, offset: 0, byteLength: 2 ** 24 + 1 });
      expect(readFileSync(path).equals(large.subarray(3, 2 ** 24 + 4))).toBe(true);
      // 0o700: nobody else on the machine reads it.
      expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    }
    expect(existsSync(dirname(path))).toBe(false);
  });

  it("is unpacked once for all tensors that share it, and left as it is where it is not deflated", async () => {
    await using scratch = await createScratch(folder);
    const tensor = deflated(DATA);
    const plain = { ...tensor, location: { kind: "file", path: "x", offset: 0, byteLength: 1 } } as const;
    const [one, other, same] = await unpackDeflated([tensor, { ...tensor, name: "y" }, plain], scratch);
    expect(one!.location).toBe(other!.location);
    expect(same).toBe(plain);
  });

  it("is held in memory up to 32 MiB, until it is released", async () => {
    await using scratch = await createScratch(folder);
    const tensors = [1, 2, 3].map((seed) => deflated(Buffer.alloc(12 * 2 ** 20, seed)));
    const kinds = (unpacked: readonly StoredTensor[]) => unpacked.map(({ location }) => location.kind);
    const unpacked = await unpackDeflated(tensors, scratch);
    expect(kinds(unpacked)).toEqual(["memory", "memory", "file"]);
    await releaseUnpacked(unpacked, scratch);
    const file = unpacked[2]!.location;
    expect(existsSync(file.kind === "file" ? file.path : "")).toBe(false);
    expect(kinds(await unpackDeflated(tensors.slice(0, 2), scratch))).toEqual(["memory", "memory"]);
  });

  it("takes no file away that it did not make", async () => {
    await using scratch = await createScratch(folder);
    const tensor = deflated(DATA);
    const { path } = tensor.location as Deflated;
    await releaseUnpacked(
      [{ ...tensor, location: { kind: "file", path, offset: 0, byteLength: 1 } }],
      scratch,
    );
    expect(existsSync(path)).toBe(true);
  });
});

describe("what is damaged or lies is refused", () => {
  it.each<[string, () => StoredTensor, RegExp]>([
    [
      "more than declared",
      () => deflated(DATA, { unpackedLength: 1000 }),
      /unpacks to more than the 1000 bytes/,
    ],
    [
      "less than declared",
      () => deflated(DATA, { unpackedLength: 300_001 }),
      /unpacks to 300000 bytes, not to 300001/,
    ],
    ["another checksum", () => deflated(DATA, { crc32: 7 }), /CRC-32 is [0-9a-f]{8}, not 00000007/],
    ["cut", () => deflated(DATA, { compressedLength: 100 }), /packed data is damaged|unpacks to/],
    [
      "bytes behind",
      () => {
        const tensor = deflated(DATA, {}, "1234567");
        const location = tensor.location as Deflated;
        return { ...tensor, location: { ...location, compressedLength: location.compressedLength + 7 } };
      },
      /7 bytes are left over behind a member's packed data/,
    ],
    ["no deflate at all", () => deflated(DATA, { offset: 0, compressedLength: 5 }), /packed data is damaged/],
  ])("%s", async (_what, tensor, message) => {
    await using scratch = await createScratch(folder);
    const error = await unpackDeflated([tensor()], scratch).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FvalidateError);
    expect(error).toMatchObject({ kind: "input", message: expect.stringMatching(message) });
    // What was taken for it is given back.
    expect(scratch.takeMemory(2 ** 25)).toBe(true);
  });

  it("a bomb stops at the size it declares, however much it holds", async () => {
    await using scratch = await createScratch(folder);
    const before = process.memoryUsage().rss;
    const bomb = deflated(Buffer.alloc(2 ** 26), { unpackedLength: 100, byteLength: 100 });
    await expect(unpackDeflated([bomb], scratch)).rejects.toThrow(/unpacks to more than the 100 bytes/);
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 29);
  });

  it("says so before anything is written where the disk has no room", async () => {
    await using scratch = await createScratch(folder);
    const tensor = deflated(DATA, { unpackedLength: 2 ** 52, byteLength: 2 ** 52 });
    await expect(unpackDeflated([tensor], scratch)).rejects.toMatchObject({
      kind: "output",
      message: expect.stringMatching(/^Cannot unpack 4503599627370496 bytes into .*: \d+ bytes are free\.$/),
      hint: expect.stringContaining("TMPDIR"),
    });
  });
});

it("leaves nothing behind when the process ends without disposing of it", async () => {
  const scratch = new URL("../../../dist/src/tensors/zip/scratch.js", import.meta.url).href;
  const program = `const { createScratch } = await import(${JSON.stringify(scratch)});
    const folder = await createScratch(${JSON.stringify(folder)});
    const { path } = await folder.newFile(1);
    process.stdout.write(path, () => process.exit(130));`;
  let path = "";
  try {
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
  } catch (error) {
    path = (error as { stdout: string }).stdout;
  }
  expect(path).toMatch(/fvalidate-unpacked-.*1\.bin$/);
  expect(existsSync(dirname(path))).toBe(false);
});
