import { Buffer, isUtf8 } from "node:buffer";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FvalidateError } from "../../support/errors.ts";
import { reasonOf } from "../reason.ts";
import { lineCutter } from "./lines.ts";
import type { RowsFile } from "./reader.ts";

/** The bytes of a file of text, unpacked where its name ends in `.gz`, in order. */
export async function* bytesOf(file: RowsFile): AsyncGenerator<Buffer> {
  const stored = await file.open();
  const isPacked = file.name.toLowerCase().endsWith(".gz");
  // Errors of either stream are thrown where the last one is read, which is here.
  const stream: Readable = isPacked ? pipeline(stored, createGunzip(), () => undefined) : stored;
  try {
    for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  } catch (error) {
    if (error instanceof FvalidateError) throw error;
    const what = isPacked ? "is not whole gzip data" : "cannot be read";
    throw new FvalidateError("input", `${file.name} ${what}: ${reasonOf(error)}.`, {
      hint: isPacked ? "It may be cut short: get it anew." : "Check the file and its permissions.",
      cause: error,
    });
  } finally {
    // Also where the reader stops early.
    stored.destroy();
    stream.destroy();
  }
}

/** The same bytes, all of whose lines are UTF-8. */
export async function* utf8BytesOf(file: RowsFile): AsyncGenerator<Buffer> {
  const cutter = lineCutter(file.name);
  for await (const chunk of bytesOf(file)) {
    for (const line of cutter.cut(chunk)) requireUtf8(line.bytes, `${file.name}:${line.number}:`);
    yield chunk;
  }
  const last = cutter.rest();
  if (last !== null) requireUtf8(last.bytes, `${file.name}:${last.number}:`);
}

/** Text of bytes that must be UTF-8. */
export function utf8Text(bytes: Buffer, where: string): string {
  requireUtf8(bytes, where);
  return bytes.toString("utf8");
}

function requireUtf8(bytes: Buffer, where: string): void {
  if (isUtf8(bytes)) return;
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  throw new FvalidateError("input", `${where} not UTF-8${isUtf16 ? " but UTF-16" : ""}.`, {
    hint: "Convert the file to UTF-8, with iconv for example.",
  });
}

export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
