import { type PythonLiteral, parsePythonLiteral } from "../../support/python/literal.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { lastBoxed } from "./boxed.ts";
import { lastLongSolution, passagesBetween } from "./passages.ts";
import { type LiveBenchScorer, scored } from "./scorer.ts";

const FENCES = ["```python", "```json", "```"];
const BOXED_TEXT = /\\text\{['|"]([^\n]*?)['|"]\}/g;

type Mapping = ReadonlyMap<string, PythonLiteral>;

/** Columns of one table for those of another: F1 of the pairs, to two decimals. */
export const scoreTableJoin: LiveBenchScorer = (reply, { answer }) => {
  const gold = new Map(Object.entries(literalOf(answer) ?? {}));
  const found = mappingIn(reply);
  if (found.size === 0) return scored(null, 0);
  const right = [...found].filter(
    ([column, name]) => isTrue(gold.get(column)) && same(gold.get(column), name),
  );
  const missed = [...gold].filter(([column]) => !isTrue(found.get(column)));
  const misnamed = [...found].filter(
    ([column, name]) => isTrue(gold.get(column)) && !same(gold.get(column), name),
  );
  const agreeing = 2 * right.length;
  const wrong = found.size - right.length + misnamed.length + missed.length;
  return scored(JSON.stringify([...found].sort()), roundedTo2(agreeing / (agreeing + wrong)));
};

/** A dictionary as the reply gives it: as it stands, in a fence or in a box. Columns without a partner are left out. */
function mappingIn(reply: string): Mapping {
  const solution = lastLongSolution(reply, { anyCase: false });
  const text = solution === null ? reply : pythonStrip(solution);
  const whole = literalOf(text);
  if (whole !== undefined) return mappingOf(whole);
  return mappingOf(literalOf(wrappedText(text).replaceAll("null", "None")));
}

function wrappedText(text: string): string {
  const joined = text.replaceAll("\n", "");
  for (const fence of FENCES) {
    const last = passagesBetween(joined, fence, "```").at(-1);
    if (last !== undefined) return last;
  }
  const boxed = text.includes("\\boxed") ? lastBoxed(joined) : null;
  return boxed === null ? text : boxed.replace(BOXED_TEXT, "'$1'").replaceAll("\\", "");
}

/** `undefined` for what is no Python literal. */
function literalOf(text: string): PythonLiteral | undefined {
  // Python takes blanks before a literal, but not an indented line.
  if (/^[ \t]*\n\s*[ \t]\S/.test(text)) return undefined;
  try {
    return parsePythonLiteral(text);
  } catch {
    return undefined;
  }
}

function mappingOf(literal: PythonLiteral | undefined): Mapping {
  if (typeof literal !== "object" || literal === null || Array.isArray(literal)) return new Map();
  return new Map(Object.entries(literal).filter(([, value]) => value !== null));
}

/** Python's truth of a value: an empty text, list or dictionary and 0 are false. */
function isTrue(value: PythonLiteral | undefined): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function same(one: PythonLiteral | undefined, other: PythonLiteral): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** numpy's rounding, which scales first: halves go to the even neighbour. */
function roundedTo2(value: number): number {
  const scaled = value * 100;
  const below = Math.floor(scaled);
  const isHalf = scaled - below === 0.5;
  return (isHalf ? below + (below % 2) : Math.round(scaled)) / 100;
}
