import { NoNumber } from "../../support/python/arithmetic.ts";

/**
 * `stop`: what never continues a complete expression, so that reading ends before it.
 * `refused`: known to latex2sympy, but of no numeric value.
 */
export type TokenKind =
  | "number"
  | "percentage"
  | "symbol"
  | "function"
  | "transpose"
  | "stop"
  | "refused"
  | "mark"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

interface Rule {
  readonly kind: TokenKind | "space";
  readonly pattern: RegExp;
}

/** Functions whose value Python's `math` knows by the name that sympy prints. */
export const FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arsinh: Math.asinh,
  arcosh: Math.acosh,
  artanh: Math.atanh,
  arcsinh: Math.asinh,
  arccosh: Math.acosh,
  arctanh: Math.atanh,
};

const SYMBOLS =
  "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron varpi rho varrho sigma varsigma upsilon phi varphi chi psi omega tau wp nabla bigstar angle nexists diagdown measuredangle eth diagup sphericalangle clubsuit varnothing complement diamondsuit imath triangledown heartsuit jmath triangle spadesuit ell hbar vartriangle hslash blacklozenge lozenge blacksquare mho blacktriangle sharp prime flat square backprime natural surd";
const MARKS =
  "over times cdot div mod frac binom tbinom dbinom choose sqrt log ln exp floor left right mleft mright lbrace rbrace lbrack rbrack lgroup rgroup lfloor rfloor llcorner lrcorner pi leq leqslant le geq geqslant ge equiv";
const STOPS = "rvert rfloor rceil urcorner to rightarrow longrightarrow xrightarrow leftrightarrow";
const REFUSED =
  "infty emptyset partial lvert vert lceil ulcorner csc sec cot arccsc arcsec arccot ceil gcd lcm max min det lim int sum prod in neq ne begin mathit operatorname variable acute bar overline breve check widecheck dot ddot grave hat tilde widetilde vec overrightarrow bm boldsymbol text textit mathbb mathbin mathbf mathcal mathclap mathclose mathellipsis mathfrak mathinner mathnormal mathop mathopen mathord mathpunct mathrel mathring mathrlap mathrm mathscr mathsf mathsterling mathtt";
/** Words that are tokens of their own, though they mean something only within `\operatorname`. */
const WORDS =
  "arsinh arcsinh arcosh arccosh artanh arctanh gcd lcm floor ceil eye zeros ones cols rows diag norm rank trace tr rref hstack vstack orth ortho orthogonal orthogonalize nullspace eig eigen diagonalize eigenvals eigenvalues eigenvects eigenvectors svd matrix pmatrix bmatrix vmatrix";

/** What sympy prints by a name that Python's `math` defines. */
const NAMED = new Set(["\\pi", "\\tau", "\\log", "\\ln", "\\exp", "\\floor", "\\lfloor", "e", "!"]);

/** The longest match wins, the first one among equals. */
const RULES: readonly Rule[] = [
  { kind: "space", pattern: /[ \t\r\n]+|\\\$/y },
  { kind: "transpose", pattern: /'|\^\{\\top\}/y },
  { kind: "function", pattern: commands(Object.keys(FUNCTIONS).join(" ")) },
  { kind: "mark", pattern: commands(MARKS) },
  { kind: "refused", pattern: commands(REFUSED) },
  { kind: "symbol", pattern: commands(SYMBOLS) },
  { kind: "stop", pattern: commands(STOPS) },
  { kind: "stop", pattern: words(WORDS) },
  { kind: "stop", pattern: /\\end\{(?:[pbv]?matrix)\}|<->|<=>|\\\\|[.&_]/y },
  { kind: "symbol", pattern: /d[ \t\r\n]*(?:[a-z]|\\[a-z]+)|[a-df-z]/y },
  { kind: "percentage", pattern: /(?:\d*(?:,\d{3})*\.\d+|\d+(?:,\d{3})*)\\%/y },
  { kind: "number", pattern: /\d*(?:,\d{3})*\.\d+|\d+(?:,\d{3})*/y },
  { kind: "refused", pattern: /!==?|\|/y },
  { kind: "mark", pattern: /==|\\[{}]|[e+\-*/(){}[\]^:;,=<>!]/y },
  { kind: "refused", pattern: /\\\|/y },
];

/** The tokens of a lower-case LaTeX answer, read one at a time: an error further on than the reader looks is none. */
export class Tokens {
  readonly #text: string;
  readonly #names: boolean;
  #at = 0;
  #next: Token | null = null;

  /** @param names whether the names of Python's `math` are known: without them there are no functions and no pi */
  constructor(text: string, names: boolean) {
    this.#text = text;
    this.#names = names;
  }

  /**
   * The next token, which stays.
   * @throws NoNumber for a character that latex2sympy does not know
   */
  peek(): Token {
    this.#next ??= this.#read();
    return this.#next;
  }

  take(): Token {
    const token = this.peek();
    this.#next = null;
    return token;
  }

  /** Takes the next token if it is this mark. */
  takeIf(mark: string): boolean {
    const token = this.peek();
    const found = token.kind === "mark" && token.text === mark;
    if (found) this.#next = null;
    return found;
  }

  expect(mark: string): void {
    if (!this.takeIf(mark)) throw new NoNumber(`no ${mark}`);
  }

  #read(): Token {
    for (;;) {
      if (this.#at >= this.#text.length) return { kind: "end", text: "" };
      const longest = this.#longest();
      this.#at += longest.text.length;
      if (longest.kind === "space") continue;
      return { kind: this.#isUnknown(longest) ? "refused" : longest.kind, text: longest.text };
    }
  }

  /** A root of another degree than two is printed as a power. */
  #isUnknown({ kind, text }: { kind: Rule["kind"]; text: string }): boolean {
    if (this.#names) return false;
    if (text === "\\sqrt") return !/^\s*\[/.test(this.#text.slice(this.#at));
    return kind === "function" || NAMED.has(text);
  }

  #longest(): { kind: Rule["kind"]; text: string } {
    let longest: { kind: Rule["kind"]; text: string } = { kind: "space", text: "" };
    for (const { kind, pattern } of RULES) {
      pattern.lastIndex = this.#at;
      const text = pattern.exec(this.#text)?.[0] ?? "";
      if (text.length > longest.text.length) longest = { kind, text };
    }
    if (longest.text === "") throw new NoNumber(`unknown character ${this.#text.charAt(this.#at)}`);
    return longest;
  }
}

function commands(names: string): RegExp {
  return new RegExp(`\\\\(?:${longestFirst(names)})`, "y");
}

function words(names: string): RegExp {
  return new RegExp(longestFirst(names), "y");
}

function longestFirst(names: string): string {
  return names
    .split(" ")
    .sort((first, second) => second.length - first.length)
    .join("|");
}
