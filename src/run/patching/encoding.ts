import { TextDecoder } from "node:util";
import { FvalidateError } from "../../support/errors.ts";

/** A Python source as text, and the way back to bytes. */
export interface DecodedSource {
  readonly text: string;
  encode(text: string): Uint8Array;
}

/** PEP 263: a cookie in a comment on one of the first two lines. */
const COOKIE = /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)/;

/**
 * Decodes a source by its encoding cookie, so that every byte that is not edited comes back as it was.
 *
 * @throws FvalidateError of kind `input` for bytes that are not what the cookie says
 */
export function decodeSource(bytes: Uint8Array, name: string): DecodedSource {
  const plain = Buffer.from(bytes).toString("latin1");
  if (plain.startsWith("\xff\xfe") || plain.startsWith("\xfe\xff") || plain.includes("\0")) {
    throw new FvalidateError("input", `${name} is not a Python source: it is UTF-16 or binary.`);
  }
  const cookie =
    COOKIE.exec(plain.replace(/^\xef\xbb\xbf/, ""))?.[1]
      ?.toLowerCase()
      .replaceAll("_", "-") ?? "utf-8";
  if (!/^(utf-?8(-sig)?|u8|ascii|us-ascii)$/.test(cookie)) {
    return byCharacters(bytes, cookie) ?? { text: plain, encode: (text) => Buffer.from(text, "latin1") };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encode: (edited) => new TextEncoder().encode(edited) };
  } catch (error) {
    throw new FvalidateError("input", `${name} is not UTF-8, which Python takes it for.`, {
      hint: "Python itself would refuse it too: add an encoding cookie, or convert the file.",
      cause: error,
    });
  }
}

/**
 * Decodes an encoding that there is a decoder but no encoder for (gbk, shift_jis, big5, …), remembering the bytes of
 * each character: whatever an edit keeps has been in the source. `null` where that is not exact or not known; then
 * the bytes themselves are edited, which is right for every encoding of one byte a character.
 */
function byCharacters(bytes: Uint8Array, cookie: string): DecodedSource | null {
  const known = new Map<string, Uint8Array>();
  const encode = (text: string) =>
    Buffer.concat([...text].map((character) => known.get(character) ?? Buffer.from(character)));
  try {
    const decoder = new TextDecoder(cookie, { fatal: true });
    if (decoder.encoding === "windows-1252") return null;
    let text = "";
    for (let at = 0; at < bytes.length; ) {
      const [character, length] = nextCharacter(bytes, at, decoder);
      known.set(character, bytes.slice(at, at + length));
      text += character;
      at += length;
    }
    return Buffer.compare(encode(text), bytes) === 0 ? { text, encode } : null;
  } catch {
    return null;
  }
}

/** The character that begins at a byte, and how many bytes it has. */
function nextCharacter(
  bytes: Uint8Array,
  at: number,
  decoder: TextDecoder,
): [character: string, length: number] {
  for (let length = 1; length <= 4; length += 1) {
    try {
      return [decoder.decode(bytes.subarray(at, at + length)), length];
    } catch {
      // Not a whole character yet.
    }
  }
  throw new RangeError(`no character of the encoding at byte ${at}`);
}
