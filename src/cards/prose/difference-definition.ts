import type { DifferenceDefinition } from "../card.ts";
import type { Line } from "../text/lines.ts";

const DIFFERENCE = /differ|better|误差|差/i;
const STACK = /flagos|flaggems|cuda|native/i;
const SIGN = /\+\s*x?\s*(?:means|indicates|denotes|表示)|\bpositive\b[^.]*\bmeans\b/i;
const POINTS = /accuracy score|percentage points?|\bpoints\b|absolute (?:difference|accuracy|score)/i;
const RELATIVE = /relative (?:difference|error|drop|to)|percent(?:age)? of the (?:baseline|cuda|native)/i;

/**
 * What the card itself says its differences are, such as "+x means FlagOS performs better than CUDA with x accuracy
 * score". Most cards say nothing.
 */
export function differenceDefinition(lines: readonly Line[]): DifferenceDefinition {
  for (const { number, text } of lines) {
    if (text.includes("|") || !DIFFERENCE.test(text) || !STACK.test(text)) continue;
    const isSigned = SIGN.test(text);
    const meaning = RELATIVE.test(text)
      ? "percent of the baseline"
      : POINTS.test(text)
        ? "absolute points"
        : "unknown";
    if (!isSigned && meaning === "unknown") continue;
    return { meaning, isSigned, reason: `the card defines it in line ${number}`, line: number };
  }
  return {
    meaning: "unknown",
    isSigned: false,
    reason: "the card does not say whether it is in points or of the baseline, nor what its sign means",
    line: null,
  };
}
