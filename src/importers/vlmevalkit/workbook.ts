import { stat } from "node:fs/promises";
import type { ZipFile } from "yauzl";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import type { Row } from "./table.ts";

const MEBIBYTE = 2 ** 20;
const LARGEST_FILE = 64 * MEBIBYTE;
/** Of all parts together, unpacked. */
const LARGEST_CONTENT = 512 * MEBIBYTE;
/** What may stand around a part in the file: names, headers, descriptors. */
const OVERHEAD = 1024;

/**
 * The first sheet of an Excel workbook; its first row names the columns.
 *
 * The library unpacks whatever streams by, so the parts are counted beforehand: each must be as long as it says, and no
 * room may be left between them for others.
 *
 * @throws FvalidateError of kind `input` with the file, where it is none, too large or made to do harm
 */
export async function readWorkbook(path: string): Promise<Row[]> {
  const { size } = await stat(path);
  if (size > LARGEST_FILE)
    throw new FvalidateError(
      "input",
      `${path} has ${size} bytes; at most ${LARGEST_FILE} are read of a workbook.`,
    );
  await requireHarmless(path);
  const cells = await cellsOf(path);
  const [names, ...rows] = cells;
  if (names === undefined || rows.length === 0) throw new FvalidateError("input", `${path} holds no rows.`);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [String(name), row[i] ?? null])));
}

async function cellsOf(path: string): Promise<unknown[][]> {
  const { readSheet } = await import("read-excel-file/node");
  try {
    return await readSheet(path, { trim: false });
  } catch (error) {
    throw noWorkbook(path, error);
  }
}

async function requireHarmless(path: string): Promise<void> {
  const { openPromise } = await import("yauzl");
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw noWorkbook(path, error);
  });
  try {
    await countParts(zip, path);
  } catch (error) {
    throw error instanceof FvalidateError ? error : noWorkbook(path, error);
  } finally {
    zip.close();
  }
}

async function countParts(zip: ZipFile, path: string): Promise<void> {
  let packed = 0;
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    packed += entry.compressedSize + OVERHEAD;
    unpacked += entry.uncompressedSize;
    if (unpacked > LARGEST_CONTENT)
      throw harmful(path, `its parts have more than ${LARGEST_CONTENT} bytes unpacked`);
    // Stops where more comes than was said.
    for await (const _ of await zip.openReadStreamPromise(entry));
  }
  if (zip.fileSize > packed + MEBIBYTE / 16)
    throw harmful(path, "it holds bytes that belong to none of its parts");
}

function harmful(path: string, reason: string): FvalidateError {
  return new FvalidateError("input", `${path} is not read: ${reason}.`);
}

function noWorkbook(path: string, error: unknown): FvalidateError {
  return new FvalidateError("input", `${path} is not a whole Excel workbook: ${messageOf(error)}.`, {
    hint: "The program that wrote it may have been stopped.",
    cause: error,
  });
}
