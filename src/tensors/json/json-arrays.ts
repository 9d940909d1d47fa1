import { FvalidateError } from "../../support/errors.ts";
import { HoldsNoTensors } from "../formats/tensor-format.ts";
import { readArray } from "./array-reader.ts";
import { type ByteCursor, peek, problemAt, readKey, take, unexpected } from "./byte-cursor.ts";

/** One array of a file. */
export interface JsonArray {
  /** The keys that lead to it, with `/` between them; `null` where the file is nothing but the array. */
  readonly name: string | null;
  readonly shape: readonly number[];
  /** Where its numbers begin among those of all arrays. */
  readonly first: number;
}

export interface JsonArrays {
  readonly arrays: readonly JsonArray[];
  /** The numbers of all arrays as float64, one array behind the other. */
  readonly values: SharedArrayBuffer;
  readonly count: number;
}

/** Deeper objects would exhaust the call stack. */
const MAXIMUM_DEPTH = 64;
const COMMA = 0x2c;

interface Reading {
  readonly cursor: ByteCursor;
  readonly arrays: JsonArray[];
  readonly names: Set<string>;
  readonly values: Float64Array<SharedArrayBuffer>;
  count: number;
}

/**
 * Reads a number, nested arrays of numbers, or objects of these. Whole numbers beyond 2^53 go to the nearest double.
 *
 * @throws FvalidateError of kind `input`, a clause with the byte, for what is no JSON, not rectangular or named twice
 * @throws HoldsNoTensors, a clause too, for JSON of something else
 */
export function readJsonArrays(bytes: Buffer): JsonArrays {
  const cursor = { bytes, at: 0 };
  const reading: Reading = { cursor, arrays: [], names: new Set(), values: valuesFor(bytes), count: 0 };
  if (take(cursor, "{")) readObject(reading, null, 1);
  else readValue(reading, null);
  if (peek(cursor) !== "") throw unexpected(cursor, "its end");
  if (reading.arrays.length === 0)
    throw new HoldsNoTensors("it holds no arrays", "Save nested arrays of numbers.");
  return { arrays: reading.arrays, values: reading.values.buffer, count: reading.count };
}

/** Before each number but the first there is a comma. */
function valuesFor(bytes: Uint8Array): Float64Array<SharedArrayBuffer> {
  let most = 1;
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] === COMMA) most += 1;
  try {
    return new Float64Array(new SharedArrayBuffer(most * Float64Array.BYTES_PER_ELEMENT));
  } catch (error) {
    throw new FvalidateError("input", `its ${most} numbers do not fit into memory`, {
      hint: "Save the arrays with numpy.save: those are read a piece at a time.",
      cause: error,
    });
  }
}

/** Behind the opening brace. */
function readObject(reading: Reading, within: string | null, depth: number): void {
  const { cursor } = reading;
  if (depth > MAXIMUM_DEPTH)
    throw problemAt(cursor.at - 1, `it has objects nested deeper than ${MAXIMUM_DEPTH},`);
  if (take(cursor, "}")) return;
  const keys = new Set<string>();
  do {
    peek(cursor);
    const at = cursor.at;
    const key = readKey(cursor);
    if (keys.has(key)) throw problemAt(at, `it has the key ${JSON.stringify(key)} a second time`);
    keys.add(key);
    if (!take(cursor, ":")) throw unexpected(cursor, "`:`");
    const name = within === null ? key : `${within}/${key}`;
    if (take(cursor, "{")) readObject(reading, name, depth + 1);
    else readNamed(reading, name, at);
  } while (take(cursor, ","));
  if (!take(cursor, "}")) throw unexpected(cursor, "`,` or `}`");
}

function readNamed(reading: Reading, name: string, at: number): void {
  if (reading.names.has(name))
    throw problemAt(at, `it gives a second array the name ${JSON.stringify(name)}`);
  reading.names.add(name);
  readValue(reading, name);
}

function readValue(reading: Reading, name: string | null): void {
  const first = reading.count;
  const shape = readArray(reading.cursor, (value) => {
    reading.values[reading.count] = value;
    reading.count += 1;
  });
  reading.arrays.push({ name, shape, first });
}
