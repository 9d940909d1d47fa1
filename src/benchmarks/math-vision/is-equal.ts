import { equal, type PythonNumber, rounded } from "../../support/python/arithmetic.ts";
import { pythonFloatText } from "../../support/python/integer.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { latexValue } from "./latex-value.ts";

/** Two answers are equal when their values agree to so many decimals. */
const DECIMALS = 2;
const LETTERS_LEFT_ALONE = new Set(["a", "-a"]);
/** No tuple has more elements; it keeps hostile replies cheap. */
const MOST_ELEMENTS = 100;

/**
 * Whether MATH-V's evaluation takes two answers for the same: equal text but for case, equal tuples, or LaTeX of equal
 * value to two decimals.
 * @param names whether the evaluation knows the names of Python's `math`: FlagEvalMM's copy does not
 */
export function isEqual(first: string, second: string, names = true): boolean {
  const [one, other] = [first.toLowerCase(), second.toLowerCase()];
  if (isBlank(one) || isBlank(other)) return false;
  if (pythonStrip(one) === pythonStrip(other)) return true;
  const [oneTuple, otherTuple] = [withEvaluatedElements(one, names), withEvaluatedElements(other, names)];
  if (oneTuple === otherTuple) return true;
  const [oneValue, otherValue] = [latexValue(oneTuple, names), latexValue(otherTuple, names)];
  if (oneValue === null || otherValue === null) return false;
  return equal(rounded(oneValue, DECIMALS), rounded(otherValue, DECIMALS));
}

function isBlank(text: string): boolean {
  return text.replaceAll(" ", "") === "";
}

/** `(2*3,5+2)` becomes `(6,7)`; what is no tuple or list, or has an element that cannot be evaluated, stays. */
function withEvaluatedElements(text: string, names: boolean): string {
  const bracketed = /^\(.*\)$|^\[.*\]$/s.test(text);
  const elements = bracketed ? text.slice(1, -1).split(",", MOST_ELEMENTS + 1) : [];
  if (elements.length < 2 || elements.length > MOST_ELEMENTS) return text;
  const evaluated: string[] = [];
  for (const element of elements) {
    const value = evaluatedElement(element, names);
    if (value === null) return text;
    evaluated.push(value);
  }
  return text.charAt(0) + evaluated.join(",") + text.slice(-1);
}

function evaluatedElement(element: string, names: boolean): string | null {
  if (element.includes("infty") || LETTERS_LEFT_ALONE.has(element)) return element;
  const value = latexValue(element, names);
  return value === null ? null : textOf(rounded(value, DECIMALS));
}

function textOf(value: PythonNumber): string {
  return typeof value === "bigint" ? String(value) : pythonFloatText(value);
}
