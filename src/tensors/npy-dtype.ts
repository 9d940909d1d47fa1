import { FvalidateError } from "../support/errors.ts";
import type { DType } from "./dtype.ts";

/** What a `descr` such as `<f4` says about every element. */
export interface ElementFormat {
  readonly dtype: DType;
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
  const [, order = "", code = ""] = /^([<>=|]?)(.*)$/s.exec(descr) ?? [];
  const stored = storedDtype(code, descr, declared);
  if (declared !== undefined && declared !== stored && !holdsBitsOf(declared, stored)) {
    throw new FvalidateError(
      "input",
      `its elements are ${stored} (descr ${quoted(descr)}), but ${declared} was declared`,
      {
        hint: `Declare ${stored}, or nothing.`,
      },
    );
  }
  return { dtype: declared ?? stored, littleEndian: order !== ">" };
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
  const refused = /^[A-Za-z](\d+(\[\w+\])?)?$/.test(code) ? REFUSED.get(code.charAt(0)) : undefined;
  throw new FvalidateError(
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
