import type { Extraction, Score } from "../../contracts/benchmark.ts";
import { afterLast } from "../../support/python/text.ts";
import { lastBoxed } from "../math/boxed.ts";
import { finalAnswer } from "../math/final-answer.ts";
import { replyText } from "../math/reply-text.ts";

const NOTHING: Score = { prediction: null, score: 0 };
const LARGEST = 999;
/** An answer with its dressing is no longer. */
const LONGEST = 2000;
const LAST_INTEGER = /(?<![\d.,])\d{1,3}(?:,\d{3})*(?![\d,]*\d|\.\d)/g;

/** An AIME problem is right when the integer from 0 to 999 is; leading zeros and dressing do not count. */
export function scoreAime(reply: string, answer: string, extraction: Extraction): Score {
  const text = replyText(reply);
  if (text === null) return NOTHING;
  const found = extraction === "strict" ? boxedInteger(text) : (boxedInteger(text) ?? statedInteger(text));
  if (found === null) return NOTHING;
  return { prediction: String(found), score: found === aimeInteger(answer) ? 1 : 0 };
}

/**
 * The integer from 0 to 999 that LaTeX such as `m+n = 256+37 = \text{293}` ends in.
 * @returns `null` for anything else
 */
export function aimeInteger(latex: string): number | null {
  if (latex.length > LONGEST) return null;
  const side = afterLast(afterLast(latex, "="), "\\approx");
  const plain = side
    .replace(/\\(?:text|mathrm|mathbf|textbf|mbox|boxed)\s*\{\s*([^{}]*)\}/g, (_, inner: string) =>
      /\d/.test(inner) ? inner : "",
    )
    .replace(/\^\s*\{?\s*\\circ\s*\}?|°|\\%|%|\\[,;!:$ ]|\\(?:left|right|quad)|\$|\{,\}|~/g, "")
    .replace(/[\s{}]/g, "")
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .replace(/\.0*$/, "");
  const digits = /^\+?(\d+)$/.exec(plain)?.[1];
  const value = digits === undefined ? Number.NaN : Number(digits);
  return value <= LARGEST ? value : null;
}

/** A box that holds no such integer is the answer all the same, and a wrong one. */
function boxedInteger(reply: string): number | string | null {
  const boxed = lastBoxed(reply);
  if (boxed === null) return null;
  return aimeInteger(boxed) ?? boxed.trim();
}

/** What the reply ends in, or its last integer; a reply that was cut inside of a box has none. */
function statedInteger(reply: string): number | null {
  if (reply.includes("\\boxed")) return null;
  const stated = finalAnswer(reply);
  const value = stated === null ? null : aimeInteger(stated);
  if (value !== null) return value;
  const last = reply.slice(-LONGEST).match(LAST_INTEGER)?.at(-1);
  return last === undefined ? null : aimeInteger(last);
}
