/** Thrown for what is no mathematics that can be read; never leaves this folder. */
export class UnreadableAnswer extends Error {}

const SPACE = /\s*/y;

/** Reads a text from its start; spaces between what is read do not count. */
export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  ended(): boolean {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }

  /** Takes the mark if it comes next. */
  take(mark: string): boolean {
    this.#skipSpace();
    const found = this.#text.startsWith(mark, this.#at) && !this.#isPartOfCommand(mark);
    if (found) this.#at += mark.length;
    return found;
  }

  /** Takes the first of the marks that comes next. */
  takeAny(marks: readonly string[]): string | null {
    return marks.find((mark) => this.take(mark)) ?? null;
  }

  /** Takes what a sticky expression matches next. */
  match(pattern: RegExp): RegExpExecArray | null {
    this.#skipSpace();
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  /** Whether a sticky expression matches next; nothing is taken. */
  next(pattern: RegExp): boolean {
    this.#skipSpace();
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#text)?.[0].length ?? 0;
  }

  /** `\cdots` does not begin with `\cdot`. */
  #isPartOfCommand(mark: string): boolean {
    return /^\\[a-zA-Z]+$/.test(mark) && /[a-zA-Z]/.test(this.#text.charAt(this.#at + mark.length));
  }
}
