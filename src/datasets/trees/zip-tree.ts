import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { writing } from "../../support/write-file.ts";
import { byCharacters } from "../glob.ts";
import { reasonOf } from "../reason.ts";
import { uniqueSuffix } from "../unique-suffix.ts";
import type { FileTree } from "./file-tree.ts";
import { leadsOut } from "./folder-tree.ts";
import { pathWithin } from "./safe-path.ts";

/** Deflate makes no more than 1032 bytes of one; text and tables stay far below this. */
const MAXIMUM_RATIO = 300;
/** Small files may be as even as they like. */
const HARMLESS_BYTES = 64 * 2 ** 20;
const MAXIMUM_ENTRIES = 2_000_000;
const DEFLATED_OR_STORED = [8, 0];

/**
 * The files in a zip, as if it were a folder. What programs need as a file is unpacked under `cacheFolder`, once.
 * @throws FvalidateError of kind `input` for what is no zip, and for one that was made to do harm
 */
export async function openZipTree(path: string, cacheFolder: string): Promise<FileTree> {
  const name = basename(path);
  const zip = await openZip(path);
  const entries = await indexOf(zip, name).catch((error: unknown) => {
    zip.close();
    throw error;
  });
  const open = (inner: string) => openEntry(zip, name, entries.get(inner), inner);
  return {
    name,
    list: async () =>
      [...entries]
        .map(([inner, entry]) => ({ path: inner, bytes: entry.uncompressedSize }))
        .filter((file) => !/(^|\/)(\.|__MACOSX\/)/.test(file.path))
        .toSorted((a, b) => byCharacters(a.path, b.path)),
    async find(inner) {
      const plain = pathWithin("", inner);
      if (plain === null) throw leadsOut(name, inner);
      const entry = entries.get(plain);
      return entry === undefined ? null : { path: plain, bytes: entry.uncompressedSize };
    },
    open,
    localPath: async (inner) => {
      const { size, mtimeMs } = await stat(path);
      const key = sha256(`${path}\n${size}\n${mtimeMs}`).slice(0, 16);
      const target = join(cacheFolder, "unpacked", key, inner);
      const bytes = entries.get(inner)?.uncompressedSize;
      const there = await stat(target).catch(() => null);
      if (there?.size !== bytes) await unpack(await open(inner), target);
      return target;
    },
    [Symbol.asyncDispose]: async () => zip.close(),
  };
}

async function openZip(path: string): Promise<ZipFile> {
  const { openPromise } = await import("yauzl");
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: false });
  } catch (error) {
    throw notWhole(basename(path), error);
  }
}

async function indexOf(zip: ZipFile, name: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAXIMUM_ENTRIES) throw harmful(name, `it holds ${zip.entryCount} files`);
  const entries = new Map<string, Entry>();
  let packed = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      packed += entry.compressedSize;
      entries.set(pathWithin("", entry.fileName) ?? entry.fileName, entry);
    }
  } catch (error) {
    if (/relative path|absolute path|invalid characters/.test(reasonOf(error))) {
      throw harmful(name, `a file in it lies outside of it (${reasonOf(error)})`);
    }
    throw notWhole(name, error);
  }
  // So little can hold so much only where files share their bytes.
  if (packed > zip.fileSize) throw harmful(name, "its files overlap");
  return entries;
}

async function openEntry(
  zip: ZipFile,
  name: string,
  entry: Entry | undefined,
  path: string,
): Promise<Readable> {
  if (entry === undefined) throw new FvalidateError("input", `${name} holds no ${path}.`);
  const where = `${name}/${path}`;
  if (entry.isEncrypted()) {
    throw new FvalidateError("input", `${where} is encrypted.`, {
      hint: "Unpack it with its password, and name the folder instead of the zip.",
    });
  }
  if (!DEFLATED_OR_STORED.includes(entry.compressionMethod)) {
    throw new FvalidateError(
      "input",
      `${where} is packed by method ${entry.compressionMethod}, which is not read.`,
      {
        hint: "Unpack the zip, and name the folder.",
      },
    );
  }
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > HARMLESS_BYTES && ratio > MAXIMUM_RATIO) {
    throw harmful(name, `${path} would grow ${Math.round(ratio)}-fold`);
  }
  try {
    const content = await zip.openReadStreamPromise(entry);
    return Readable.from(checkedContent(content, entry.crc32, where), { objectMode: false });
  } catch (error) {
    throw notWhole(name, error);
  }
}

/** Passes bytes on, and fails at the end when they are not those that were packed. */
async function* checkedContent(content: AsyncIterable<Buffer>, packed: number, where: string) {
  let checksum = 0;
  try {
    for await (const chunk of content) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw damaged(where, reasonOf(error), error);
  }
  if (checksum !== packed) throw damaged(where, "its checksum differs");
}

async function unpack(content: Readable, target: string): Promise<void> {
  const temporary = `${target}.part-${uniqueSuffix()}`;
  await writing(target, async () => {
    await mkdir(dirname(target), { recursive: true });
    try {
      await pipeline(content, createWriteStream(temporary));
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

function damaged(where: string, reason: string, cause?: unknown): FvalidateError {
  return new FvalidateError("input", `${where} is damaged: ${reason}.`, { hint: "Get the zip anew.", cause });
}

function notWhole(name: string, error: unknown): FvalidateError {
  return new FvalidateError("input", `${name} cannot be read as a zip: ${reasonOf(error)}.`, {
    hint: "It may be cut short, or be another kind of file: get it anew.",
    cause: error,
  });
}

function harmful(name: string, what: string): FvalidateError {
  return new FvalidateError("input", `The zip ${name} is refused: ${what}.`, {
    hint: "Such a zip is made to do harm, or is damaged. If you trust it, unpack it and name the folder.",
  });
}
