import { FvalidateError, messageOf } from "../support/errors.ts";
import type { DType } from "./dtype.ts";
import type { ElementFormat } from "./npy-dtype.ts";
import { type Entry, type Literal, parseDictLiteral } from "./npy-literal.ts";
import type { StoredDType } from "./stored/stored-dtype.ts";

/** What the header of a `.npy` file says. */
export interface NpyHeader<Type extends StoredDType = DType> extends ElementFormat<Type> {
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

export interface HeaderText {
  /** The header, one character per byte. */
  readonly text: string;
  /** The byte in the file at which it starts. */
  readonly start: number;
}

const KEYS = ["descr", "fortran_order", "shape"];
/** numpy makes no array with more. */
const MAXIMUM_AXES = 64;

/**
 * Reads the Python dict literal of a `.npy` header (numpy's NEP 1).
 * @param formatOf what a `descr` means: which elements are read, and which refused, is the caller's affair
 * @throws FvalidateError of kind `input` that says what was found at which byte; it does not know the file's name
 */
export function parseNpyHeader<Type extends StoredDType>(
  { text, start }: HeaderText,
  formatOf: (descr: string) => ElementFormat<Type>,
): NpyHeader<Type> {
  const entries = parseDictLiteral(text, start);
  refuseOtherKeys(entries);
  return {
    ...formatIn(entryOf(entries, "descr"), formatOf),
    fortranOrder: fortranOrderIn(entryOf(entries, "fortran_order")),
    shape: shapeIn(entryOf(entries, "shape")),
  };
}

function refuseOtherKeys(entries: ReadonlyMap<string, Entry>): void {
  for (const [key, { at }] of entries) {
    if (!KEYS.includes(key))
      throw unusable(at, `there is an unknown key '${key}'; allowed are ${list(KEYS)}`);
  }
}

function entryOf(entries: ReadonlyMap<string, Entry>, key: string): Entry {
  const entry = entries.get(key);
  if (entry !== undefined) return entry;
  const found = entries.size === 0 ? "no key" : list([...entries.keys()]);
  throw new FvalidateError("input", `its header lacks the key '${key}'; it has ${found}`);
}

function formatIn<Type extends StoredDType>(
  entry: Entry,
  formatOf: (descr: string) => ElementFormat<Type>,
): ElementFormat<Type> {
  const descr = descrIn(entry);
  try {
    return formatOf(descr);
  } catch (error) {
    const details = error instanceof FvalidateError && error.hint !== undefined ? { hint: error.hint } : {};
    throw new FvalidateError("input", `${messageOf(error)} at byte ${entry.at}`, details);
  }
}

function descrIn({ value, at }: Entry): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    throw unusable(
      at,
      "the elements are structured records, not numbers",
      "Save each field as its own array.",
    );
  }
  throw unusable(at, `'descr' is ${say(value)}, not a string`);
}

function fortranOrderIn({ value, at }: Entry): boolean {
  if (typeof value === "boolean") return value;
  throw unusable(at, `'fortran_order' is ${say(value)}, neither True nor False`);
}

function shapeIn({ value, at }: Entry): number[] {
  if (typeof value !== "object" || value === null || value.kind !== "tuple") {
    throw unusable(at, `'shape' is ${say(value)}, not a tuple of sizes`);
  }
  if (value.items.length > MAXIMUM_AXES) {
    throw unusable(at, `'shape' has ${value.items.length} axes; numpy allows ${MAXIMUM_AXES}`);
  }
  const shape = value.items.map((size, axis) => sizeIn(size, axis, at));
  const elements = value.items.includes(0n) ? 0 : shape.reduce((product, size) => product * size, 1);
  if (elements > Number.MAX_SAFE_INTEGER) {
    throw unusable(at, `'shape' is (${shape.join(", ")}), more than 2^53 elements`);
  }
  return shape;
}

function sizeIn(size: Literal, axis: number, at: number): number {
  if (typeof size !== "bigint") throw unusable(at, `'shape' has ${say(size)} at axis ${axis}, not a size`);
  if (size < 0n) throw unusable(at, `'shape' has the negative size ${size} at axis ${axis}`);
  if (size > Number.MAX_SAFE_INTEGER) {
    throw unusable(at, `'shape' has the size ${say(size)} at axis ${axis}, more than 2^53`);
  }
  return Number(size);
}

function say(value: Literal): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return shortened(String(value));
  return value === null ? "None" : `a ${value.kind}`;
}

function shortened(digits: string): string {
  return digits.length <= 40 ? digits : `${digits.slice(0, 20)}… (${digits.length} digits)`;
}

function list(keys: readonly string[]): string {
  return keys.map((key) => `'${key}'`).join(", ");
}

function unusable(at: number, problem: string, hint?: string): FvalidateError {
  return new FvalidateError(
    "input",
    `its header cannot be used: ${problem} (byte ${at})`,
    hint === undefined ? {} : { hint },
  );
}
