import { StringDecoder } from "node:string_decoder";

const KEPT_LINES = 20;
/** A longer line is cut: a progress bar that never ends its line must not fill the memory. */
const LONGEST_LINE = 16_384;

/** Follows one growing log: whole lines to whoever listens, the last ones kept for messages. */
export class LogWatch {
  readonly path: string;
  /** How much of the log has been read, in bytes. */
  offset: number;
  #decoder = new StringDecoder("utf8");
  #unfinished = "";
  readonly #last: string[] = [];

  /** @param offset where the log ended before the server started: what is before that is of earlier runs */
  constructor(path: string, offset: number) {
    this.path = path;
    this.offset = offset;
  }

  /** Takes what the log grew by and returns its whole lines. */
  take(from: number, content: Uint8Array): string[] {
    // A log that became shorter was begun anew.
    if (from !== this.offset) this.#unfinished = "";
    this.offset = from + content.length;
    const parts = `${this.#unfinished}${this.#decoder.write(Buffer.from(content))}`.split(/\r\n|\n|\r/);
    this.#unfinished = (parts.pop() ?? "").slice(-LONGEST_LINE);
    const lines = parts.map((line) => line.slice(0, LONGEST_LINE)).filter((line) => line.trim() !== "");
    this.#last.push(...lines.slice(-KEPT_LINES));
    this.#last.splice(0, this.#last.length - KEPT_LINES);
    return lines;
  }

  /** The last lines, the unfinished one included. */
  get tail(): readonly string[] {
    return this.#unfinished.trim() === "" ? this.#last : [...this.#last, this.#unfinished].slice(-KEPT_LINES);
  }
}
