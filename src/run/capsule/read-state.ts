import { extname } from "node:path";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { readInput } from "../../support/read-file.ts";
import { decodeNpy } from "../../tensors/npy.ts";
import { toFloat64 } from "../../tensors/tensor.ts";

/**
 * A state from a file: `.npy` of [n] or [1, n], `.json` (a list, or a list of one list), or numbers separated by
 * blanks or commas.
 *
 * @param dimensions how many numbers the profile's servers take
 * @throws FvalidateError of kind `input` for another length and for anything that is not a finite float32
 */
export async function readState(path: string, dimensions: number): Promise<number[]> {
  const bytes = await readInput(path, "the state (--state)");
  const values = valuesOf(path, bytes);
  const state = values.filter(isFiniteFloat32);
  if (state.length !== values.length) {
    const bad = values.findIndex((value) => !isFiniteFloat32(value));
    throw refused(
      `${path}: number ${bad + 1} of the state is ${shown(values[bad])}, not a finite float32`,
      dimensions,
    );
  }
  if (state.length !== dimensions) {
    throw refused(`${path} holds ${count(state.length)}; the profile's state has ${dimensions}`, dimensions);
  }
  return state;
}

function valuesOf(path: string, bytes: Uint8Array): readonly unknown[] {
  const kind = extname(path).toLowerCase();
  if (kind === ".npy") return numbersOfNpy(path, bytes);
  const text = decodeText(path, bytes);
  return kind === ".json" ? listOf(path, text) : text.split(SEPARATOR).filter(isWord).map(toNumber);
}

function numbersOfNpy(path: string, bytes: Uint8Array): readonly number[] {
  const tensor = decodeNpy(bytes, { name: path });
  const { shape } = tensor;
  if (shape.length === 1 || (shape.length === 2 && shape[0] === 1)) return [...toFloat64(tensor)];
  throw new FvalidateError("input", `${path} has the shape [${shape.join(", ")}], not [n] or [1, n].`, {
    hint: "Give one state: one number for each joint, in the robot's order.",
  });
}

function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FvalidateError("input", `${path} is not text in UTF-8.`, {
      hint: "A binary state must be a .npy file whose name ends so.",
      cause: error,
    });
  }
}

const SEPARATOR = /\s*,\s*|\s+/;
const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** A blank at the start or the end of the text leaves an empty word, two commas in a row leave one between. */
function isWord(word: string, at: number, words: readonly string[]): boolean {
  return word !== "" || (at > 0 && at < words.length - 1);
}

/** The word itself where it is no decimal number. */
function toNumber(word: string): number | string {
  return DECIMAL.test(word) ? Number(word) : word;
}

function listOf(path: string, text: string): readonly unknown[] {
  const value = parse(path, text);
  const row: unknown =
    Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
  if (Array.isArray(row)) return row;
  throw new FvalidateError("input", `${path} holds no list of numbers.`, {
    hint: "Write [0.1, 0.2, …] with one number for each joint.",
  });
}

function parse(path: string, text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch (error) {
    throw new FvalidateError("input", `${path} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}

function isFiniteFloat32(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(Math.fround(value));
}

function refused(problem: string, dimensions: number): FvalidateError {
  return new FvalidateError("input", `${problem}.`, {
    hint: `Give ${dimensions} numbers, all joints in the robot's order, or choose the robot's --profile.`,
  });
}

/** Long enough to be found in the file, short enough for a line. */
function shown(value: unknown): string {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function count(numbers: number): string {
  return numbers === 1 ? "1 number" : `${numbers} numbers`;
}
