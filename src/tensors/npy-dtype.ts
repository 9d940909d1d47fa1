import { FvalidateError } from "../support/errors.ts";
import type { DType } from "./dtype.ts";
import type { OpenOptions } from "./formats/tensor-format.ts";
import type { StoredDType } from "./stored/stored-dtype.ts";

/** What a `descr` such as `<f4` says about every element. */
export interface ElementFormat<Type extends StoredDType = DType> {
  readonly dtype: Type;
  readonly littleEndian: boolean;
}

const DTYPE_BY_CODE: ReadonlyMap<string, DType> = new Map([
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
  ["i1", "int8"],
  ["i2", "int16"],
  ["i4", "int32"],
  ["i8", "int64"],
  ["u1", "uint8"],
  ["u2", "uint16"],
  ["u4", "uint32"],
  ["u8", "uint64"],
  ["b1", "bool"],
]);

/** What is compared but never computed with. */
const COMPLEX_BY_CODE: ReadonlyMap<string, StoredDType> = new Map([
  ["c8", "complex64"],
  ["c16", "complex128"],
]);

const FLOAT8: readonly StoredDType[] = [
  "float8_e4m3fn",
  "float8_e5m2",
  "float8_e4m3fnuz",
  "float8_e5m2fnuz",
  "float8_e8m0fnu",
];

/**
 * What may be declared of elements that numpy has no type for: ml_dtypes stores them as raw bytes (float8_e5m2 as an `f1`
 * that numpy does not know), torch users as whole numbers with the same bits.
 */
const BITS_HELD_BY_CODE: ReadonlyMap<string, readonly StoredDType[]> = new Map([
  ...["V1", "f1", "u1", "i1"].map((code) => [code, FLOAT8] as const),
  ...["V2", "u2", "i2"].map((code) => [code, ["bfloat16"]] as const),
]);

/** By the first letter of numpy's type codes. */
const REFUSED: ReadonlyMap<string, { readonly what: string; readonly hint: string }> = new Map([
  ["O", { what: "pickled Python objects, which are never loaded", hint: "Save a plain array of numbers." }],
  ["c", { what: "complex numbers", hint: "Save the real and the imaginary part as two arrays." }],
  ["S", { what: "byte strings", hint: "Save numbers." }],
  ["a", { what: "byte strings", hint: "Save numbers." }],
  ["U", { what: "text", hint: "Save numbers." }],
  ["M", { what: "dates", hint: "Save them as numbers, for example seconds." }],
  ["m", { what: "time differences", hint: "Save them as numbers, for example seconds." }],
  [
    "V",
    {
      what: "raw bytes or records",
      hint: "Save plain numbers: each field by itself, 8-bit floats as float32.",
    },
  ],
  ["f", { what: "floats of a size that fvalidate does not read", hint: "Convert with astype('float64')." }],
  ["i", { what: "integers of a size that fvalidate does not read", hint: "Convert with astype('int64')." }],
  ["u", { what: "integers of a size that fvalidate does not read", hint: "Convert with astype('uint64')." }],
]);

/**
 * The format of one element. `=`, `|` and no order at all mean the machine's own, little-endian.
 *
 * @param declared what the caller knows the elements to be. bfloat16 needs it: numpy has no such type, and
 *   ml_dtypes stores it as two raw bytes, `<V2`
 * @throws FvalidateError of kind `input` for elements that are no plain numbers, or not the declared ones; its
 *   message is a clause without a file's name
 */
export function elementFormat(descr: string, declared: DType | undefined): ElementFormat {
  const { littleEndian, code } = partsOf(descr);
  const stored = storedDtype(code, descr, declared);
  if (declared !== undefined && declared !== stored && !holdsBitsOf(declared, stored)) {
    throw notAsDeclared(stored, descr, declared);
  }
  return { dtype: declared ?? stored, littleEndian };
}

/**
 * The same for elements that are compared but not computed with: complex numbers and, where they are declared, 8-bit
 * floats too.
 *
 * @throws FvalidateError of kind `input`, as `elementFormat`
 */
export function storedElementFormat(
  descr: string,
  { dtype: declared, othersAsTheyAre = false }: OpenOptions,
): ElementFormat<StoredDType> {
  const { littleEndian, code } = partsOf(descr);
  const held = BITS_HELD_BY_CODE.get(code) ?? [];
  if (declared !== undefined && held.includes(declared)) return { dtype: declared, littleEndian };
  const own = DTYPE_BY_CODE.get(code) ?? COMPLEX_BY_CODE.get(code);
  if (own === undefined) throw unnamedElements(descr, held, declared);
  if (declared !== undefined && declared !== own && !othersAsTheyAre)
    throw notAsDeclared(own, descr, declared);
  return { dtype: own, littleEndian };
}

/** @param held what the elements could be declared to be; empty for what is never read */
function unnamedElements(descr: string, held: readonly StoredDType[], declared: StoredDType | undefined) {
  if (held.length === 0) return refusedElements(partsOf(descr).code, descr);
  const contradiction = declared === undefined ? "" : `, which does not hold the declared ${declared}`;
  return new FvalidateError(
    "input",
    `numpy has no name for its elements (descr ${quoted(descr)})${contradiction}`,
    { hint: `Declare the dtype that ml_dtypes stored so: ${held.join(", ")}.` },
  );
}

function partsOf(descr: string): { littleEndian: boolean; code: string } {
  const [, order = "", code = ""] = /^([<>=|]?)(.*)$/s.exec(descr) ?? [];
  return { littleEndian: order !== ">", code };
}

function notAsDeclared(stored: StoredDType, descr: string, declared: StoredDType): FvalidateError {
  return new FvalidateError(
    "input",
    `its elements are ${stored} (descr ${quoted(descr)}), but ${declared} was declared`,
    { hint: `Declare ${stored}, or nothing.` },
  );
}

/** The `descr` that numpy writes for a dtype; bfloat16 as ml_dtypes does. */
export function descrOf(dtype: DType, littleEndian: boolean): string {
  const order = littleEndian ? "<" : ">";
  if (dtype === "bfloat16") return `${order}V2`;
  const [code = ""] = [...DTYPE_BY_CODE].find(([, known]) => known === dtype) ?? [];
  return `${code.endsWith("1") ? "|" : order}${code}`;
}

function storedDtype(code: string, descr: string, declared: DType | undefined): DType {
  const dtype = DTYPE_BY_CODE.get(code);
  if (dtype !== undefined) return dtype;
  if (code === "V2") return rawPairs(descr, declared);
  throw refusedElements(code, descr);
}

function refusedElements(code: string, descr: string): FvalidateError {
  const refused = /^[A-Za-z](\d+(\[\w+\])?)?$/.test(code) ? REFUSED.get(code.charAt(0)) : undefined;
  return new FvalidateError(
    "input",
    `its elements are ${refused?.what ?? "of an unknown kind"} (descr ${quoted(descr)})`,
    {
      hint: refused?.hint ?? "Save an array of plain numbers with numpy.save.",
    },
  );
}

function rawPairs(descr: string, declared: DType | undefined): DType {
  if (declared === "bfloat16") return declared;
  const hint =
    "Declare the dtype bfloat16, which ml_dtypes stores so; any other array convert to numbers first.";
  const contradiction = declared === undefined ? "" : `, which does not hold the declared ${declared}`;
  throw new FvalidateError(
    "input",
    `its elements are two raw bytes each (descr ${quoted(descr)})${contradiction}`,
    { hint },
  );
}

/** A descr may be as long as a header. */
function quoted(descr: string): string {
  return descr.length <= 40 ? `'${descr}'` : `'${descr.slice(0, 40)}…'`;
}

/** torch users save bfloat16 as the whole numbers that have the same bits. */
function holdsBitsOf(declared: DType, stored: DType): boolean {
  return declared === "bfloat16" && (stored === "uint16" || stored === "int16");
}
