/** One physical line, as Python's tokenizer sees it, with the bytes that end it. */
export interface SourceLine {
  readonly content: string;
  /** "\n", "\r\n", "\r", or "" at the end of a file without a final line break. */
  readonly ending: string;
}

/** Splits at the three line breaks that Python knows; form feeds and Unicode separators end no line. */
export function splitLines(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (let found = breaks.exec(text); found !== null; found = breaks.exec(text)) {
    lines.push({ content: text.slice(start, found.index), ending: found[0] });
    start = breaks.lastIndex;
  }
  if (start < text.length) lines.push({ content: text.slice(start), ending: "" });
  return lines;
}

export function joinLines(lines: readonly SourceLine[]): string {
  return lines.map(({ content, ending }) => content + ending).join("");
}

/** The blanks that a line begins with. */
export function indentOf(content: string): string {
  return /^[ \t\f]*/.exec(content)?.[0] ?? "";
}

/** Where each line begins in the text, to find the line of an offset. */
export class LineIndex {
  readonly #starts: number[] = [];

  constructor(lines: readonly SourceLine[]) {
    let at = 0;
    for (const { content, ending } of lines) {
      this.#starts.push(at);
      at += content.length + ending.length;
    }
  }

  /** The index of the line that holds the character at `offset`. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  startOf(line: number): number {
    return this.#starts[line] ?? 0;
  }
}
