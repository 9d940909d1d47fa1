import { parsePythonJson } from "./python/json.ts";

/**
 * Parses JSON in which `NaN`, `Infinity` and `-Infinity` may stand as numbers, as Python's `json` writes them.
 * @throws SyntaxError with the offset, line and column of anything else that is not JSON (RFC 8259)
 */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's parser is many times faster but knows no NaN, and not all of its messages say where they are.
    return parsePythonJson(text);
  }
}
