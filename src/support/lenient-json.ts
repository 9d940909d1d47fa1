import { randomUUID } from "node:crypto";

/** A string, or one of the three tokens that Python's `json` writes and JSON does not know. */
const STRING_OR_NON_FINITE = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/gs;

/**
 * Parses JSON in which `NaN`, `Infinity` and `-Infinity` may stand as numbers, as Python's `json` writes them.
 * @throws SyntaxError with the position of anything else that is not JSON
 */
export function parseLenientJson(text: string): unknown {
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text);
  // The tokens become strings that no text can hold by chance, and numbers again once parsed.
  const mark = `non-finite ${randomUUID()} `;
  const strict = text.replace(STRING_OR_NON_FINITE, (token) =>
    token.startsWith('"') ? token : `"${mark}${token}"`,
  );
  return JSON.parse(strict, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? Number(value.slice(mark.length)) : value,
  );
}
