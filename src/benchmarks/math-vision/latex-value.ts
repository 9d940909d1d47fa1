import { NoNumber, type PythonNumber } from "../../support/python/arithmetic.ts";
import { LatexExpression } from "./latex-expression.ts";
import { Tokens } from "./latex-tokens.ts";

/** No answer is longer; it keeps hostile replies cheap. */
const LONGEST = 2000;

const RELATIONS: Readonly<Record<string, (first: PythonNumber, second: PythonNumber) => boolean>> = {
  "<": (first, second) => first < second,
  ">": (first, second) => first > second,
  "\\le": (first, second) => first <= second,
  "\\leq": (first, second) => first <= second,
  "\\leqslant": (first, second) => first <= second,
  "\\ge": (first, second) => first >= second,
  "\\geq": (first, second) => first >= second,
  "\\geqslant": (first, second) => first >= second,
};
const EQUALITIES = new Set(["=", "==", "\\equiv"]);

/** One side of a relation. A letter by itself may be given a value there. */
type Side = PythonNumber | "letter";

/**
 * The number that Python's `eval(str(latex2sympy(text)))` gives for a lower-case answer, as MATH-V's evaluation
 * computes it. latex2sympy reads as much as is an expression and leaves the rest: `5)` and `0.\overline{3}` are 5 and
 * 0, `3:16` is a quotient, `2\frac{1}{2}` a product.
 * @param names whether the evaluation knows the names of Python's `math`: FlagEvalMM's copy does not
 * @returns `null` for what it cannot read and for what has no numeric value
 */
export function latexValue(text: string, names = true): PythonNumber | null {
  if (text.length > LONGEST) return null;
  try {
    return readRelations(new Tokens(prepared(text), names));
  } catch (error) {
    if (error instanceof NoNumber) return null;
    throw error;
  }
}

/** What latex2sympy replaces before it reads. */
function prepared(text: string): string {
  return text
    .replaceAll("\\dfrac", "\\frac")
    .replaceAll("\\tfrac", "\\frac")
    .replace(
      /\(([a-zA-Z0-9+\-*/\\ ]+?)\)_\{([a-zA-Z0-9+\-*/\\ ]+?)\}/g,
      (_, total: string, taken: string) => `\\frac{(${total})!}{((${total})-(${taken}))!}`,
    )
    .replace(/\\displaystyle|\\quad|~|\\,|\$/g, " ");
}

function readRelations(tokens: Tokens): PythonNumber {
  let value = readSide(tokens);
  for (;;) {
    const { kind, text } = tokens.peek();
    // A comma makes a list, which is no number; other marks end the reading.
    if (kind === "refused" || text === "," || text === ";") throw new NoNumber("no single number");
    if (!(Object.hasOwn(RELATIONS, text) || EQUALITIES.has(text))) return numberOf(value);
    tokens.take();
    value = related(value, text, readSide(tokens));
  }
}

function readSide(tokens: Tokens): Side {
  const { kind, text } = tokens.peek();
  const expression = new LatexExpression(tokens);
  if (kind !== "symbol" || text === "\\tau") return expression.sum();
  tokens.take();
  expression.skipSubscript();
  return "letter";
}

/** `x=5` is 5 and `1<2` is Python's True, which is 1; other equations are no numbers. */
function related(first: Side, relation: string, second: Side): Side {
  if (relation === "=" && first === "letter") return second;
  const holds = RELATIONS[relation];
  if (holds === undefined) throw new NoNumber("an equation");
  return holds(numberOf(first), numberOf(second)) ? 1n : 0n;
}

function numberOf(value: Side): PythonNumber {
  if (value === "letter") throw new NoNumber("an unknown");
  return value;
}
