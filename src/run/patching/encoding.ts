import { FvalidateError } from "../../support/errors.ts";

/** A Python source as text, and the way back to bytes. */
export interface DecodedSource {
  readonly text: string;
  encode(text: string): Uint8Array;
}

/** PEP 263: a cookie in a comment on one of the first two lines. */
const COOKIE = /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)/;

/**
 * Decodes a source by its encoding cookie. UTF-8 is decoded as such. Every other encoding that Python takes agrees
 * with ASCII where Python's own syntax stands, so its bytes are edited one by one, and none but ours changes.
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
    return { text: plain, encode: (text) => Buffer.from(text, "latin1") };
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
