/** The three entries of a `.npy` header. */
export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

type Literal = string | boolean | number | null | readonly Literal[];

/**
 * Reads the Python dict literal of a `.npy` header: strings, `True`, `False`, `None`, whole numbers and tuples.
 * Nothing is evaluated. The format is NEP 1 of numpy.
 *
 * @throws SyntaxError that says what was found and at which character
 */
export function parseNpyHeader(text: string): NpyHeader {
  const reader = new LiteralReader(text);
  const entries = reader.dict();
  const { descr, fortran_order: fortranOrder, shape } = requireKeys(entries);
  if (Array.isArray(descr)) throw new SyntaxError("the elements are structured records, not numbers");
  if (typeof descr !== "string") throw new SyntaxError("`descr` is not a string");
  if (typeof fortranOrder !== "boolean") throw new SyntaxError("`fortran_order` is neither True nor False");
  return { descr, fortranOrder, shape: requireShape(shape) };
}

function requireKeys(
  entries: ReadonlyMap<string, Literal>,
): Record<"descr" | "fortran_order" | "shape", Literal> {
  const [descr, fortranOrder, shape] = ["descr", "fortran_order", "shape"].map((key) => {
    const value = entries.get(key);
    if (value === undefined) throw new SyntaxError(`the key '${key}' is missing`);
    return value;
  });
  const extra = [...entries.keys()].find((key) => !["descr", "fortran_order", "shape"].includes(key));
  if (extra !== undefined) throw new SyntaxError(`there is an unknown key '${extra}'`);
  return { descr: descr ?? null, fortran_order: fortranOrder ?? null, shape: shape ?? null };
}

function requireShape(value: Literal): number[] {
  if (!Array.isArray(value)) throw new SyntaxError("`shape` is not a tuple");
  return value.map((size: Literal) => {
    if (typeof size === "number" && Number.isSafeInteger(size) && size >= 0) return size;
    throw new SyntaxError(`\`shape\` holds ${JSON.stringify(size)}, which is no length`);
  });
}

/** A nesting deeper than any header needs would only serve to exhaust the stack. */
const MAXIMUM_DEPTH = 8;

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** A whole dict with string keys, with nothing but blanks behind it. */
  dict(): Map<string, Literal> {
    const entries = new Map<string, Literal>();
    this.#expect("{");
    while (!this.#take("}")) {
      const key = this.#string();
      if (entries.has(key)) throw new SyntaxError(`the key '${key}' stands there twice`);
      this.#expect(":");
      entries.set(key, this.#value(0));
      if (!this.#take(",")) {
        this.#expect("}");
        break;
      }
    }
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#unexpected("the end");
    return entries;
  }

  #value(depth: number): Literal {
    this.#skipBlanks();
    const character = this.#text[this.#at];
    if (depth > MAXIMUM_DEPTH) throw this.#unexpected("a flatter value");
    if (character === "'" || character === '"') return this.#string();
    if (character === "(" || character === "[") return this.#sequence(depth);
    return this.#word();
  }

  #sequence(depth: number): Literal {
    const close = this.#take("(") ? ")" : "]";
    if (close === "]") this.#expect("[");
    const items: Literal[] = [];
    let separated = false;
    while (!this.#take(close)) {
      items.push(this.#value(depth + 1));
      separated = this.#take(",");
      if (!separated) {
        this.#expect(close);
        break;
      }
    }
    const [only] = items;
    // Python's (5) is the number 5; the tuple of one is (5,).
    return close === ")" && items.length === 1 && !separated && only !== undefined ? only : items;
  }

  #word(): Literal {
    const word = /^(True|False|None|[+-]?\d+L?)/.exec(this.#text.slice(this.#at, this.#at + 40))?.[0];
    if (word === undefined) throw this.#unexpected("a value");
    this.#at += word.length;
    if (word === "None") return null;
    return word === "True" || word === "False" ? word === "True" : Number(word.replace("L", ""));
  }

  #string(): string {
    this.#skipBlanks();
    const quote = this.#text[this.#at];
    if (quote !== "'" && quote !== '"') throw this.#unexpected("a string");
    const end = this.#text.indexOf(quote, this.#at + 1);
    if (end === -1) throw this.#unexpected("a closed string");
    const value = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return value;
  }

  #take(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw this.#unexpected(`\`${character}\``);
  }

  #skipBlanks(): void {
    while (/^[ \t\r\n]$/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #unexpected(wanted: string): SyntaxError {
    const found = this.#text[this.#at];
    return new SyntaxError(
      `${wanted} was expected at character ${this.#at}, found ${found === undefined ? "the end" : JSON.stringify(found)}`,
    );
  }
}
