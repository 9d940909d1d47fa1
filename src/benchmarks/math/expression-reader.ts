import { type Expression, FUNCTION_NAMES, partsOf } from "./expression.ts";
import {
  CONSTANTS,
  decimal,
  integer,
  quotient,
  repeatingDecimal,
  single,
  variable,
} from "./expression-parts.ts";
import { Scanner, UnreadableAnswer } from "./scanner.ts";

/** No answer is longer, deeper or harder to work out; it keeps hostile replies cheap. */
const LONGEST = 1000;
const DEEPEST = 40;
const COSTLY: ReadonlySet<Expression["kind"]> = new Set(["factorial", "binomial", "power"]);
const MOST_COSTLY = 30;

const NUMBER = /\d+(?:\.\d*)?|\.\d+/y;
const REPEATING = /\\overline\{(\d{1,18})\}/y;
const COMMAND = /\\[a-zA-Z]+/y;
const WORD = /[a-zA-Z]+/y;
const TEXT = /\\text\{([^{}]*)\}/y;
const SUBSCRIPT = /_(?:\{([^{}]*)\}|([0-9a-zA-Z]))/y;
const PRIMES = /'+/y;
const BEGINS_FACTOR = /[0-9a-zA-Z.([{]|\\(?:\{|[a-zA-Z])/y;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "\\{": "\\}" };
/** A run of more letters is a word, not a product of variables. */
const LONGEST_PRODUCT = 3;

/**
 * The expression that LaTeX or plain mathematics stands for, all of it.
 * @returns `null` for what is no expression, such as words
 */
export function readExpression(text: string): Expression | null {
  if (text.length > LONGEST || text.trim() === "") return null;
  try {
    const expression = new ExpressionReader(text).all();
    const costly = partsOf(expression).filter(({ kind }) => COSTLY.has(kind)).length;
    return costly > MOST_COSTLY ? null : expression;
  } catch (error) {
    if (error instanceof UnreadableAnswer) return null;
    throw error;
  }
}

class ExpressionReader {
  readonly #scanner: Scanner;
  #depth = 0;
  /** How many absolute values are open: a bar closes one. */
  #absolutes = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  all(): Expression {
    const expression = this.#sum();
    if (!this.#scanner.ended()) throw new UnreadableAnswer();
    return expression;
  }

  #sum(): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new UnreadableAnswer();
    const parts = [this.#product()];
    for (;;) {
      if (this.#scanner.take("+")) parts.push(this.#product());
      else if (this.#scanner.take("-")) parts.push({ kind: "negated", of: this.#product() });
      else break;
    }
    this.#depth -= 1;
    return single("sum", parts);
  }

  #product(): Expression {
    const parts = [this.#signed()];
    for (;;) {
      if (this.#scanner.takeAny(["\\times", "\\cdot", "\\ast", "*"]) !== null) parts.push(this.#signed());
      else if (this.#scanner.takeAny(["\\div", "/", ":"]) !== null)
        parts.push({ kind: "inverse", of: this.#signed() });
      else if (this.#beginsFactor()) parts.push(this.#power());
      else return single("product", parts);
    }
  }

  #signed(): Expression {
    if (this.#scanner.take("-")) return { kind: "negated", of: this.#signed() };
    if (this.#scanner.take("+")) return this.#signed();
    return this.#power();
  }

  #power(): Expression {
    let value = this.#primary();
    for (;;) {
      if (this.#scanner.takeAny(["**", "^"]) !== null)
        value = { kind: "power", first: value, second: this.#exponent() };
      else if (this.#scanner.take("!")) value = { kind: "factorial", of: value };
      else if (this.#scanner.takeAny(["\\%", "%"]) !== null)
        value = single("product", [value, integer(1n, 100n)]);
      else return value;
    }
  }

  #exponent(): Expression {
    if (this.#scanner.take("-")) return { kind: "negated", of: this.#exponent() };
    const value = this.#primary();
    return this.#scanner.takeAny(["**", "^"]) === null
      ? value
      : { kind: "power", first: value, second: this.#exponent() };
  }

  #beginsFactor(): boolean {
    if (this.#scanner.next(/\|/y)) return this.#absolutes === 0;
    return this.#scanner.next(BEGINS_FACTOR) && !this.#scanner.next(/\\r(?:floor|ceil)/y);
  }

  #primary(): Expression {
    const number = this.#scanner.match(NUMBER);
    if (number !== null) return this.#number(number[0]);
    const open = this.#scanner.takeAny(["(", "[", "{", "\\{"]);
    if (open !== null) return this.#closed(CLOSING[open] ?? "");
    if (this.#scanner.take("|")) return this.#absolute();
    const text = this.#scanner.match(TEXT);
    if (text !== null) return this.#variable(`\\text{${text[1]?.trim() ?? ""}}`);
    const command = this.#scanner.match(COMMAND);
    if (command !== null) return this.#command(command[0].slice(1));
    const word = this.#scanner.match(WORD);
    if (word !== null) return this.#word(word[0]);
    throw new UnreadableAnswer();
  }

  #absolute(): Expression {
    this.#absolutes += 1;
    const of = this.#closed("|");
    this.#absolutes -= 1;
    return { kind: "function", name: "abs", of };
  }

  #closed(close: string): Expression {
    const value = this.#sum();
    if (!this.#scanner.take(close)) throw new UnreadableAnswer();
    return value;
  }

  /** A digit string, with repeating decimals, a fraction that makes it a mixed number, or a base. */
  #number(text: string): Expression {
    if (this.#scanner.next(SUBSCRIPT)) return this.#variable(text);
    const repeating = text.includes(".") ? this.#scanner.match(REPEATING) : null;
    if (repeating !== null) return repeatingDecimal(text, repeating[1] ?? "");
    const value = decimal(text);
    const mixed = /^\d+$/.test(text) ? this.#scanner.match(/\\frac\{(\d{1,18})\}\{(\d{1,18})\}/y) : null;
    if (mixed === null) return value;
    return single("sum", [value, integer(BigInt(mixed[1] ?? "0"), BigInt(mixed[2] ?? "1"))]);
  }

  #variable(name: string): Expression {
    const subscript = this.#scanner.match(SUBSCRIPT);
    const primes = this.#scanner.match(PRIMES)?.[0] ?? "";
    const index = subscript === null ? "" : `_${(subscript[1] ?? subscript[2] ?? "").trim()}`;
    return { kind: "variable", name: `${name}${index}${primes}` };
  }

  #command(name: string): Expression {
    if (name === "frac")
      return single("product", [this.#argument(), { kind: "inverse", of: this.#argument() }]);
    if (name === "sqrt") return this.#root();
    if (name === "binom") return { kind: "binomial", first: this.#argument(), second: this.#argument() };
    if (name === "lfloor") return { kind: "function", name: "floor", of: this.#closed("\\rfloor") };
    if (name === "lceil") return { kind: "function", name: "ceil", of: this.#closed("\\rceil") };
    if (FUNCTION_NAMES.has(name)) return this.#function(name);
    return CONSTANTS[name] ?? this.#variable(`\\${name}`);
  }

  #word(word: string): Expression {
    const name = word.toLowerCase();
    if (FUNCTION_NAMES.has(name) && word.length > 1) return this.#function(name);
    if (name === "pi" && CONSTANTS[name] !== undefined) return CONSTANTS[name];
    if (word.length > LONGEST_PRODUCT) throw new UnreadableAnswer();
    const letters = [...word].map((letter, index) =>
      index === word.length - 1 ? this.#letter(letter) : (CONSTANTS[letter] ?? variable(letter)),
    );
    return single("product", letters);
  }

  #letter(letter: string): Expression {
    const constant = this.#scanner.next(SUBSCRIPT) ? undefined : CONSTANTS[letter];
    return constant ?? this.#variable(letter);
  }

  /** A group in braces, or one digit, letter or command: `\frac12`. */
  #argument(): Expression {
    if (this.#scanner.take("{")) return this.#closed("}");
    const digit = this.#scanner.match(/\d/y);
    if (digit !== null) return decimal(digit[0]);
    const letter = this.#scanner.match(/[a-zA-Z]/y);
    return letter === null ? this.#primary() : this.#letter(letter[0]);
  }

  #root(): Expression {
    const degree = this.#scanner.take("[") ? this.#closed("]") : null;
    const base = this.#scanner.take("(") ? this.#closed(")") : this.#argument();
    return degree === null
      ? { kind: "function", name: "sqrt", of: base }
      : { kind: "power", first: base, second: { kind: "inverse", of: degree } };
  }

  #function(name: string): Expression {
    const base = this.#scanner.take("_") ? this.#argument() : null;
    const exponent = this.#scanner.take("^") ? this.#exponent() : null;
    const of: Expression =
      base === null
        ? { kind: "function", name, of: this.#functionArgument() }
        : quotient(
            { kind: "function", name: "ln", of: this.#functionArgument() },
            { kind: "function", name: "ln", of: base },
          );
    return exponent === null ? of : { kind: "power", first: of, second: exponent };
  }

  /** In brackets, or the factors that follow: `\sin 2x`. */
  #functionArgument(): Expression {
    if (this.#scanner.take("(")) return this.#closed(")");
    const parts = [this.#power()];
    while (this.#scanner.next(/[0-9a-zA-Z]|\\(?:pi|theta|alpha|beta)/y)) parts.push(this.#power());
    return single("product", parts);
  }
}
