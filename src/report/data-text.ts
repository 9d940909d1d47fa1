/**
 * Text that somebody else wrote, made harmless: control characters and those that cannot be seen (but joiners, which
 * scripts and emoji need) are written out, and line breaks become `lineBreak`.
 */
export function visible(text: string, lineBreak = " "): string {
  return visibleBlock(text.replace(/(?:\r\n|[\r\n\u2028\u2029])\s*/g, lineBreak).replaceAll("\t", " "));
}

/** The same for a block of text that keeps its lines, their indentation and tabs. */
export function visibleBlock(text: string): string {
  return text
    .replace(/\r\n|[\r\u2028\u2029]/g, "\n")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) =>
      KEPT.has(character) ? character : `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
    );
}

/** Joiners, and what makes the lines of a block. */
const KEPT = new Set(["\u200c", "\u200d", "\n", "\t"]);

/** At most so many characters as a person counts them, the cut told by `…`. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const beginning = text.slice(0, most * LONGEST_CHARACTER);
  let last = 0;
  let count = 0;
  for (const index of characterStarts(beginning)) {
    count += 1;
    if (count > most) return `${text.slice(0, last)}…`;
    last = index;
  }
  return beginning === text ? text : `${text.slice(0, last)}…`;
}

/**
 * Where each character begins, as a person counts them. Most text needs no look into Unicode's tables, which takes a
 * hundred times as long: between two letters that join nothing there is a boundary (UAX #29, GB999).
 */
function* characterStarts(text: string): Generator<number> {
  let segments: Intl.Segments | null = null;
  for (let at = 0; at < text.length; ) {
    yield at;
    if (standsAlone(text.charCodeAt(at)) && standsAlone(text.charCodeAt(at + 1))) {
      at += 1;
      continue;
    }
    segments ??= GRAPHEMES.segment(text);
    at += segments.containing(at)?.segment.length ?? 1;
  }
}

/** Printable ASCII and the ideographs of the Basic Multilingual Plane: they join nothing before or behind them. */
function standsAlone(code: number): boolean {
  return (code >= 0x20 && code <= 0x7e) || (code >= 0x4e00 && code <= 0x9fff);
}

/** In code units: more than any script or emoji needs; what heaps marks on one letter is cut. */
const LONGEST_CHARACTER = 32;
const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Text within a line or a cell of Markdown that opens no mark-up, tag, link or formula of its own. An e-mail address
 * still becomes a link to itself on GitHub, whatever is done to it.
 */
export function escapeData(text: string): string {
  return visible(text)
    .replace(/&(?=#?\w+;)/g, "&amp;")
    .replace(/<(?=[A-Za-z/!?])/g, "&lt;")
    .replace(/[\\`*[\]|~$]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (marks) => marks.replaceAll("_", "\\_"))
    .replace(/:(?=\/\/)/g, ":\\")
    .replace(/www(?=\.)/gi, "$&\\");
}

/** The same for the beginning of a line, where a list, a heading or a quotation could begin. */
export function escapeLine(text: string): string {
  return escapeData(text)
    .trimStart()
    .replace(/^[#>+=-]/, "\\$&")
    .replace(/^(\d+)(?=[.)](\s|$))/, "$1\\");
}

/** Text within HTML. */
export function escapeHtml(text: string): string {
  return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
