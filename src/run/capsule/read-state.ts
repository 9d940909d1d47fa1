import { extname } from "node:path";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { readInput } from "../../support/read-file.ts";
import { decodeNpy } from "../../tensors/npy.ts";
import { toFloat64 } from "../../tensors/tensor.ts";

/**
 * A state from a file: `.npy`, `.json` (a list, or a list of one list), or numbers separated by blanks or commas.
 * @param dimensions how many numbers the profile's servers take
 * @throws FvalidateError of kind `input` for another length and for anything that is not a finite number
 */
export async function readState(path: string, dimensions: number): Promise<number[]> {
  const bytes = await readInput(path, "the state (--state)");
  const values = valuesOf(path, bytes);
  const bad = values.findIndex((value) => typeof value !== "number" || !Number.isFinite(value));
  if (bad !== -1) {
    throw new FvalidateError(
      "input",
      `${path}: number ${bad + 1} of the state is ${String(values[bad])}, not a finite number.`,
    );
  }
  if (values.length !== dimensions) {
    throw new FvalidateError(
      "input",
      `${path} holds ${values.length} numbers; the profile's state has ${dimensions}.`,
      {
        hint: "Give all joints in the robot's order, or choose the robot's --profile.",
      },
    );
  }
  return values.map(Number);
}

function valuesOf(path: string, bytes: Uint8Array): readonly unknown[] {
  if (extname(path) === ".npy") return [...toFloat64(decodeNpy(bytes, { name: path }))];
  const text = decodeText(path, bytes);
  if (extname(path) === ".json") return listOf(path, text);
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== "")
    .map((word) => (Number.isNaN(Number(word)) ? word : Number(word)));
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

function listOf(path: string, text: string): readonly unknown[] {
  const value = parse(path, text);
  const row: unknown =
    Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
  if (Array.isArray(row)) return row;
  throw new FvalidateError("input", `${path} holds no list of numbers.`);
}

function parse(path: string, text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch (error) {
    throw new FvalidateError("input", `${path} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}
