import fc from "fast-check";

/**
 * Any code point, halves of surrogate pairs among them: the characters of fast-check's `unit: anyCharacter`, which keeps
 * all 1,114,112 of them in a table for as long as the process lives, and fills it for a second or more.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map(
  (codePoint) => String.fromCodePoint(codePoint),
  (text) => {
    const codePoint = typeof text === "string" ? text.codePointAt(0) : undefined;
    if (codePoint === undefined || String.fromCodePoint(codePoint) !== text) throw new Error("no character");
    return codePoint;
  },
);
