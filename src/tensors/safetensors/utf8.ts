import { isUtf8 } from "node:buffer";
import { FvalidateError } from "../../support/errors.ts";

/**
 * Bytes as text.
 * @param what for messages: `its header`
 * @param start the byte in the file at which they begin
 * @throws FvalidateError of kind `input`, a clause with the byte that is no UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, what: string, start: number): string {
  // A mark of the byte order stays where it is, so that nothing passes over it.
  if (isUtf8(bytes)) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  throw new FvalidateError("input", `${what} is no UTF-8 at byte ${start + firstInvalid(bytes)}`);
}

/** By bisection over the beginnings of the bytes that are valid, the last character aside. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isValidBeginning(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

function isValidBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
