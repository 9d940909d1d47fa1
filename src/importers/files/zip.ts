import { crc32, inflateRawSync } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { unpackZstd } from "./zstd.ts";

const STORED = 0;
const DEFLATED = 8;
const ZSTANDARD = 93;

/** A member of a log is a sample or a summary. */
const LARGEST_MEMBER = 400 * 2 ** 20;

/** The members of a zip that was written by a program; small ones, each unpacked whole. */
export interface SmallZip extends AsyncDisposable {
  readonly names: readonly string[];
  /** @throws FvalidateError of kind `input` for a member that is missing, damaged or too large */
  read(name: string): Promise<Uint8Array>;
}

/** @throws FvalidateError of kind `input` for what is no whole zip */
export async function openSmallZip(path: string): Promise<SmallZip> {
  const { openPromise } = await import("yauzl");
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw damaged(path, error);
  });
  try {
    // A member that was written twice counts as it was written last.
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return {
      names: [...entries.keys()],
      read: (name) => readMember(zip, entries.get(name), `${path}/${name}`),
      [Symbol.asyncDispose]: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw damaged(path, error);
  }
}

async function readMember(zip: ZipFile, entry: Entry | undefined, place: string): Promise<Uint8Array> {
  if (entry === undefined) throw new FvalidateError("input", `${place} is not there.`);
  const { uncompressedSize, compressedSize } = entry;
  if (Math.max(uncompressedSize, compressedSize) > LARGEST_MEMBER)
    throw new FvalidateError(
      "input",
      `${place} would have ${uncompressedSize} bytes; at most ${LARGEST_MEMBER} are read.`,
    );
  try {
    const content = unpack(entry, await packedBytes(zip, entry));
    if (content.length !== uncompressedSize)
      throw new Error(`${content.length} bytes instead of ${uncompressedSize}`);
    if (crc32(content) !== entry.crc32) throw new Error("its checksum is another one");
    return content;
  } catch (error) {
    throw damaged(place, error);
  }
}

async function packedBytes(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function unpack({ compressionMethod, uncompressedSize }: Entry, packed: Buffer): Uint8Array {
  if (compressionMethod === STORED) return packed;
  if (compressionMethod === DEFLATED)
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
  if (compressionMethod === ZSTANDARD) return unpackZstd(packed, uncompressedSize);
  throw new Error(`it is packed by method ${compressionMethod}, which is not read`);
}

function damaged(place: string, error: unknown): FvalidateError {
  if (error instanceof FvalidateError) return error;
  return new FvalidateError("input", `${place} cannot be read: ${messageOf(error)}.`, {
    hint: "The program that wrote it may have been stopped.",
    cause: error,
  });
}
