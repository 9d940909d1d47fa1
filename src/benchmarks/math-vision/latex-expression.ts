import {
  factorial,
  mathematical,
  NoNumber,
  type PythonNumber,
  power,
  product,
  quotient,
  sum as total,
} from "../../support/python/arithmetic.ts";
import {
  binomial,
  equalsTwo,
  exponential,
  floor,
  hundredth,
  literal,
  negative,
  raisedTo,
} from "./latex-functions.ts";
import { FUNCTIONS, type Token, type Tokens } from "./latex-tokens.ts";

/** No answer is deeper; it keeps hostile replies from filling the call stack. */
const DEEPEST = 60;

const CLOSING: Readonly<Record<string, string>> = {
  "(": ")",
  "{": "}",
  "\\{": "\\}",
  "[": "]",
  "\\lbrace": "\\rbrace",
  "\\lbrack": "\\rbrack",
  "\\lgroup": "\\rgroup",
};
const PRODUCTS = new Set(["*", "\\times", "\\cdot"]);
const QUOTIENTS = new Set(["/", "\\over", "\\div", ":"]);
const FUNCTION_MARKS = new Set(["\\sqrt", "\\log", "\\ln", "\\exp", "\\floor", "e"]);
/** Marks that begin a factor, so that what stands before it is multiplied with it. */
const OPENING = new Set([
  ...Object.keys(CLOSING),
  ...FUNCTION_MARKS,
  ..."\\frac \\binom \\tbinom \\dbinom \\lfloor \\llcorner \\pi \\left \\mleft".split(" "),
]);

/** Sums, products, powers and what they are made of, read by descent. */
export class LatexExpression {
  readonly #tokens: Tokens;
  #depth = 0;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  sum(): PythonNumber {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new NoNumber("too deep");
    let value = this.#product(true);
    for (;;) {
      if (this.#tokens.takeIf("+")) value = total(value, this.#product(true));
      else if (this.#tokens.takeIf("-")) value = total(value, negative(this.#product(true)));
      else break;
    }
    this.#depth -= 1;
    return value;
  }

  /** @param functions whether functions may follow the first factor without a sign, as they may not in an argument */
  #product(functions: boolean): PythonNumber {
    let value = this.#signed(functions);
    for (;;) {
      const { kind, text } = this.#tokens.peek();
      if (kind !== "mark" || !(PRODUCTS.has(text) || QUOTIENTS.has(text) || text === "\\mod")) return value;
      if (text === "\\mod") throw new NoNumber(text);
      this.#tokens.take();
      const factor = this.#signed(functions);
      value = PRODUCTS.has(text) ? product(value, factor) : quotient(value, factor);
    }
  }

  #signed(functions: boolean): PythonNumber {
    let sign = 1n;
    for (;;) {
      if (this.#tokens.takeIf("-")) sign = -sign;
      else if (!this.#tokens.takeIf("+")) break;
    }
    let value = this.#postfix();
    while (beginsFactor(this.#tokens.peek(), functions)) value = product(value, this.#postfix());
    return sign === 1n ? value : negative(value);
  }

  #postfix(): PythonNumber {
    let value = this.#powers();
    for (;;) {
      if (this.#tokens.takeIf("!")) value = factorial(value);
      else if (this.#tokens.peek().kind === "transpose") this.#tokens.take();
      else return value;
    }
  }

  #powers(): PythonNumber {
    let value = this.#factor();
    while (this.#tokens.takeIf("^")) {
      value = power(value, this.#exponent());
      this.skipSubscript();
    }
    return value;
  }

  skipSubscript(): void {
    if (this.#tokens.peek().text !== "_") return;
    this.#tokens.take();
    const braced = this.#tokens.takeIf("{");
    const { kind } = this.#tokens.take();
    if (kind !== "number" && kind !== "symbol") throw new NoNumber("an odd subscript");
    if (braced) this.#tokens.expect("}");
  }

  /** A number of however many digits, or what stands in braces. */
  #exponent(): PythonNumber {
    if (this.#tokens.peek().text === "{") return this.#group();
    return this.#atom(this.#tokens.take());
  }

  #group(): PythonNumber {
    const token = this.#tokens.take();
    const sized = token.text === "\\left" || token.text === "\\mleft";
    const open = sized ? this.#tokens.take().text : token.text;
    const close = CLOSING[open];
    if (close === undefined) throw new NoNumber(`no group ${open}`);
    const value = this.sum();
    const chosen = open === "{" && this.#tokens.takeIf("\\choose") ? this.sum() : null;
    if (sized) this.#tokens.expect(token.text === "\\left" ? "\\right" : "\\mright");
    this.#tokens.expect(close);
    return chosen === null ? value : binomial(value, chosen);
  }

  #factor(): PythonNumber {
    const { kind, text } = this.#tokens.peek();
    if (kind === "function") return this.#function();
    if (kind !== "mark") return this.#atom(this.#tokens.take());
    if (text in CLOSING || text === "\\left" || text === "\\mleft") return this.#group();
    this.#tokens.take();
    return this.#command(text);
  }

  #command(text: string): PythonNumber {
    switch (text) {
      case "\\pi":
        return Math.PI;
      case "e":
        return exponential(this.#tokens.takeIf("^") ? this.#exponent() : 1n);
      case "\\frac":
        return this.#pair(quotient);
      case "\\binom":
      case "\\tbinom":
      case "\\dbinom":
        return this.#pair(binomial);
      case "\\sqrt":
        return this.#root();
      case "\\lfloor":
        return this.#floored("\\rfloor");
      case "\\llcorner":
        return this.#floored("\\lrcorner");
      case "\\floor":
        return floor(this.#argument());
      case "\\exp":
        return this.#raised(exponential);
      case "\\log":
        return this.#logarithm();
      default:
        throw new NoNumber(`no value of ${text}`);
    }
  }

  #pair(of: (first: PythonNumber, second: PythonNumber) => PythonNumber): PythonNumber {
    const first = this.#braced();
    return of(first, this.#braced());
  }

  #braced(): PythonNumber {
    if (this.#tokens.peek().text !== "{") throw new NoNumber("no brace");
    return this.#group();
  }

  #root(): PythonNumber {
    const degree = this.#tokens.peek().text === "[" ? this.#group() : 2n;
    const base = this.#braced();
    return equalsTwo(degree) ? mathematical(Math.sqrt, base) : power(base, quotient(1n, degree));
  }

  #floored(close: string): PythonNumber {
    const value = this.sum();
    this.#tokens.expect(close);
    return floor(value);
  }

  #logarithm(): PythonNumber {
    let base: PythonNumber = 10n;
    if (this.#tokens.peek().text === "_") {
      this.#tokens.take();
      base = this.#exponent();
    }
    return this.#raised((value) => quotient(mathematical(Math.log, value), mathematical(Math.log, base)));
  }

  #function(): PythonNumber {
    const name = this.#tokens.take().text.slice(1);
    const of = FUNCTIONS[name];
    if (of === undefined) throw new NoNumber(name);
    const inverse = FUNCTIONS[`arc${name}`];
    const exponent = this.#tokens.takeIf("^") ? this.#exponent() : 1n;
    const value = this.#argument();
    if (exponent === -1n && inverse !== undefined) return mathematical(inverse, value);
    return raisedTo(mathematical(of, value), exponent);
  }

  #raised(of: (value: PythonNumber) => PythonNumber): PythonNumber {
    const exponent = this.#tokens.takeIf("^") ? this.#exponent() : 1n;
    return raisedTo(of(this.#argument()), exponent);
  }

  /** In parentheses, or a product without further functions: `\sin 2\cdot 3` is the sine of 6. */
  #argument(): PythonNumber {
    const { text } = this.#tokens.peek();
    return text === "(" || text === "\\left" ? this.#group() : this.#product(false);
  }

  #atom(token: Token): PythonNumber {
    if (token.kind === "number") return literal(token.text);
    if (token.kind === "percentage") return hundredth(literal(token.text.slice(0, -2)));
    if (token.kind === "mark" && token.text === "\\pi") return Math.PI;
    if (token.text === "\\tau") return 2 * Math.PI;
    throw new NoNumber(`no value of ${token.text}`);
  }
}

function beginsFactor({ kind, text }: Token, functions: boolean): boolean {
  if (kind === "refused") throw new NoNumber(text);
  if (kind === "mark") return OPENING.has(text) && (functions || !FUNCTION_MARKS.has(text));
  if (kind === "function") return functions;
  return kind === "number" || kind === "percentage" || kind === "symbol";
}
