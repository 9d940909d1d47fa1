import type { DType } from "./dtype.ts";

/** What a `descr` such as `<f4` says; `null` for kinds that hold no plain numbers. */
export interface ElementFormat {
  readonly dtype: DType;
  readonly littleEndian: boolean;
}

const BY_CODE: Readonly<Record<string, DType>> = {
  f2: "float16",
  f4: "float32",
  f8: "float64",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  b1: "bool",
};

const REFUSED: Readonly<Record<string, string>> = {
  O: "pickled Python objects, which are never loaded: save a plain array of numbers",
  c: "complex numbers",
  S: "byte strings",
  a: "byte strings",
  U: "text",
  M: "dates",
  m: "time differences",
  V: "raw bytes",
};

/**
 * The format of one element.
 *
 * @param declared what the caller knows the elements to be. bfloat16 needs it: numpy has no such type, and
 *   ml_dtypes stores it as two raw bytes, `<V2`.
 * @throws SyntaxError for elements that are not plain numbers
 */
export function elementFormat(descr: string, declared: DType | undefined): ElementFormat {
  const [, order = "", code = ""] = /^([<>=|]?)(.+)$/s.exec(descr) ?? [];
  const littleEndian = order !== ">";
  if (code === "V2") {
    if (declared === "bfloat16" || declared === "float16") return { dtype: declared, littleEndian };
    throw new SyntaxError(
      "elements are two raw bytes (`V2`), as ml_dtypes stores bfloat16: declare the dtype (bfloat16) to read them",
    );
  }
  const dtype = BY_CODE[code];
  if (dtype === undefined) {
    throw new SyntaxError(
      `elements are ${REFUSED[code[0] ?? ""] ?? "of an unknown kind"} (descr '${descr}')`,
    );
  }
  if (declared !== undefined && declared !== dtype && !isBitPattern(dtype, declared)) {
    throw new SyntaxError(`elements are ${dtype} (descr '${descr}'), but ${declared} was declared`);
  }
  return { dtype: declared ?? dtype, littleEndian };
}

/** 16-bit floats are also stored as their bits in whole numbers. */
function isBitPattern(stored: DType, declared: DType): boolean {
  return (stored === "uint16" || stored === "int16") && declared === "bfloat16";
}

/** The `descr` that numpy writes for a dtype; bfloat16 as ml_dtypes does. */
export function descrOf(dtype: DType, littleEndian: boolean): string {
  if (dtype === "bfloat16") return littleEndian ? "<V2" : ">V2";
  const code = Object.keys(BY_CODE).find((key) => BY_CODE[key] === dtype) ?? "";
  return `${code.endsWith("1") ? "|" : littleEndian ? "<" : ">"}${code}`;
}
