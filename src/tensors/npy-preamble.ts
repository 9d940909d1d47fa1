import { FvalidateError } from "../support/errors.ts";
import { looksLike } from "./file-kind.ts";
import type { HeaderText } from "./npy-header.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const VERSION_AT = MAGIC.length;
const LENGTH_AT = VERSION_AT + 2;
/** numpy itself refuses longer headers, because parsing them may be an attack. */
const MAXIMUM_HEADER = 10_000;
/** No preamble and header that are accepted take more bytes. */
export const MAXIMUM_START = LENGTH_AT + 4 + MAXIMUM_HEADER;

/**
 * Reads what stands before the data of a `.npy` file: magic bytes, version, length of the header, header.
 *
 * The text has one character per byte, in version 3.0 too: all that UTF-8 can add to a header are the names of
 * record fields, and records are refused.
 *
 * @param bytes the first bytes of the file, at least MAXIMUM_START where it has as many
 * @throws FvalidateError of kind `input` that says what was found at which byte; it does not know the file's name
 */
export function readPreamble(bytes: Uint8Array): HeaderText {
  requireMagic(bytes);
  const start = LENGTH_AT + lengthBytes(bytes);
  if (bytes.length < start) throw truncated("the header's length", start, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = start === LENGTH_AT + 2 ? view.getUint16(LENGTH_AT, true) : view.getUint32(LENGTH_AT, true);
  if (length > MAXIMUM_HEADER) {
    throw new FvalidateError(
      "input",
      `its header takes ${length} bytes by the length at byte ${LENGTH_AT}; numpy's limit, against malicious files, ` +
        `is ${MAXIMUM_HEADER}`,
    );
  }
  if (bytes.length < start + length) throw truncated("its header", start + length, bytes.length);
  const header = bytes.subarray(start, start + length);
  return { text: String.fromCharCode(...header), start };
}

/** Whether bytes begin like a `.npy` file, as far as there are any. */
export function beginsLikeNpy(bytes: Uint8Array): boolean {
  return bytes.length > 0 && MAGIC.every((byte, i) => i >= bytes.length || bytes[i] === byte);
}

function requireMagic(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new FvalidateError("input", "it is empty (0 bytes)");
  const wrong = MAGIC.findIndex((byte, i) => i < bytes.length && bytes[i] !== byte);
  if (wrong !== -1) {
    const { kind, hint } = looksLike(bytes);
    throw new FvalidateError(
      "input",
      `it is not a .npy file but looks like ${kind} (byte ${wrong} is ${hex(bytes[wrong])}, not ${hex(MAGIC[wrong])})`,
      { hint },
    );
  }
  if (bytes.length < MAGIC.length) throw truncated("the magic bytes", MAGIC.length, bytes.length);
}

/** How many bytes the header's length takes: 2 in version 1.0, 4 since. */
function lengthBytes(bytes: Uint8Array): 2 | 4 {
  const [major, minor] = [bytes[VERSION_AT], bytes[VERSION_AT + 1]];
  if (major === undefined || minor === undefined) throw truncated("its version", LENGTH_AT, bytes.length);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FvalidateError(
      "input",
      `it has the unknown version ${major}.${minor} at byte ${VERSION_AT}; known are 1.0, 2.0 and 3.0`,
    );
  }
  return major === 1 ? 2 : 4;
}

function truncated(what: string, end: number, found: number): FvalidateError {
  return new FvalidateError(
    "input",
    `it is truncated: ${what} should end at byte ${end}, the file ends at byte ${found}`,
    { hint: "Copy or download it again." },
  );
}

function hex(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).padStart(2, "0")}`;
}
