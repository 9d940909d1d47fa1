import { FvalidateError } from "../../support/errors.ts";
import type { StoredDType } from "../stored/stored-dtype.ts";
import { SAFETENSORS_DTYPES } from "./dtypes.ts";
import {
  type JsonCursor,
  problemAt,
  quoted,
  readEntries,
  readSizes,
  readText,
  requireMark,
  unexpected,
} from "./json-cursor.ts";
import { decodeUtf8 } from "./utf8.ts";

/** One tensor of a header; offsets count from the data's start. */
export interface HeaderTensor {
  readonly name: string;
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the header's order. */
  readonly tensors: readonly HeaderTensor[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** The header's length stands before it. */
export const LENGTH_BYTES = 8;
/** The reference implementation's limit, against headers that would take long to read. */
export const MAXIMUM_HEADER = 100_000_000;
/** No library makes a tensor with more. */
const MAXIMUM_AXES = 64;
const OPENING_BRACE = 0x7b;

/**
 * How long the header is, by the file's first 8 bytes.
 * @throws FvalidateError of kind `input`, a clause
 */
export function headerLength(start: Uint8Array, fileSize: number): number {
  if (start.length < LENGTH_BYTES) {
    throw new FvalidateError(
      "input",
      `it is truncated: the header's length should end at byte ${LENGTH_BYTES}, the file ends at byte ${start.length}`,
    );
  }
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > MAXIMUM_HEADER) {
    throw new FvalidateError(
      "input",
      `its header takes ${length} bytes by the length at byte 0; the format allows ${MAXIMUM_HEADER}`,
    );
  }
  const end = LENGTH_BYTES + Number(length);
  if (end > fileSize) {
    throw new FvalidateError(
      "input",
      `it is truncated: its header should end at byte ${end}, the file ends at byte ${fileSize}`,
    );
  }
  return Number(length);
}

/**
 * Reads the header of a safetensors file (huggingface/safetensors, README and `safetensors/src/tensor.rs`), without the
 * agreement of its sizes: that is `checkLayout`'s.
 *
 * @param bytes the header alone
 * @throws FvalidateError of kind `input`, a clause with the byte of the file
 */
export function parseHeader(bytes: Uint8Array): SafetensorsHeader {
  if (bytes[0] !== OPENING_BRACE) {
    throw new FvalidateError("input", `its header does not begin with \`{\` at byte ${LENGTH_BYTES}`);
  }
  const what = "its header";
  const text = decodeUtf8(bytes, what, LENGTH_BYTES);
  const cursor: JsonCursor = { text, what, start: LENGTH_BYTES, at: 0 };
  const tensors: HeaderTensor[] = [];
  const metadata = new Map<string, string>();
  readEntries(cursor, (name, at) => {
    if (name === "__metadata__") readEntries(cursor, (key) => metadata.set(key, readText(cursor)));
    else tensors.push(readTensor(cursor, name, at));
  });
  requireOnlySpaces(cursor);
  return { tensors, metadata };
}

function readTensor(cursor: JsonCursor, name: string, at: number): HeaderTensor {
  let dtype: StoredDType | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  readEntries(cursor, (key, keyAt) => {
    if (key === "dtype") dtype = readDtype(cursor);
    else if (key === "shape") shape = readSizes(cursor, "a shape", MAXIMUM_AXES);
    else if (key === "data_offsets") offsets = readSizes(cursor, "data_offsets", 2);
    else throw problemAt(cursor, keyAt, `${quoted(name)} has the unknown key ${quoted(key)}`);
  });
  const [begin, end] = offsets ?? [];
  if (dtype === undefined || shape === undefined || begin === undefined || end === undefined) {
    const lacks = dtype === undefined ? "a dtype" : shape === undefined ? "a shape" : "two data_offsets";
    throw problemAt(cursor, at, `${quoted(name)} lacks ${lacks}`);
  }
  return { name, dtype, shape, begin, end };
}

function readDtype(cursor: JsonCursor): StoredDType {
  requireMark(cursor, '"');
  cursor.at -= 1;
  const at = cursor.at;
  const name = readText(cursor);
  const dtype = SAFETENSORS_DTYPES.get(name);
  if (dtype !== undefined) return dtype;
  throw problemAt(
    cursor,
    at,
    `the dtype ${quoted(name)} is none of ${[...SAFETENSORS_DTYPES.keys()].join(", ")}`,
  );
}

function requireOnlySpaces(cursor: JsonCursor): void {
  while (cursor.text[cursor.at] === " ") cursor.at += 1;
  if (cursor.at < cursor.text.length) throw unexpected(cursor, "nothing but spaces behind the closing `}`");
}
