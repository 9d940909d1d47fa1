/** A table of GitHub-flavoured Markdown, its cells as a reader sees them. */
export interface GfmTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * The tables of a document by the letter of the GFM specification (0.29, section 4.10). It is stricter than a reader:
 * a row with too many or too few cells, or a cell that holds mark-up of any kind, is an error.
 */
export function tablesOf(markdown: string): GfmTable[] {
  const lines = outsideOfFences(markdown);
  const tables: GfmTable[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    if (!/^\|( :?-+:? \|)+$/.test(lines[at] ?? "")) continue;
    const header = cellsOf(lines[at - 1] ?? "");
    const columns = (lines[at] ?? "").split("|").length - 2;
    if (header.length !== columns) throw new Error(`${header.length} headings over ${columns} columns`);
    const end = lines.findIndex((line, index) => index > at && !line.startsWith("|"));
    const rows = lines.slice(at + 1, end === -1 ? undefined : end).map(cellsOf);
    const torn = rows.find((row) => row.length !== columns);
    if (torn !== undefined)
      throw new Error(`${torn.length} cells in ${columns} columns: ${torn.join(" ¦ ")}`);
    tables.push({ header, rows });
  }
  return tables;
}

/** Lines that are not code. */
export function outsideOfFences(markdown: string): string[] {
  let fence: string | null = null;
  return markdown.split("\n").filter((line) => {
    const ticks = /^`{3,}/.exec(line)?.[0] ?? null;
    if (fence === null) {
      fence = ticks;
      return ticks === null;
    }
    if (line === fence) fence = null;
    return false;
  });
}

function cellsOf(line: string): string[] {
  if (!line.startsWith("| ") || !line.endsWith(" |")) throw new Error(`no row: ${line}`);
  const cells = [""];
  const body = line.slice(1, -1);
  for (let at = 0; at < body.length; at += 1) {
    const character = body.charAt(at);
    if (character === "|") cells.push("");
    else {
      const taken = character === "\\" ? body.slice(at, at + 2) : character;
      cells[cells.length - 1] += taken;
      at += taken.length - 1;
    }
  }
  return cells.map((cell) => plainText(cell.trim()));
}

const PUNCTUATION = /\\([!-/:-@[-`{-~])/g;

/** What a cell shows, where all that could be mark-up is escaped. */
export function plainText(cell: string): string {
  const rest = cell.replace(PUNCTUATION, " ");
  const markUp = /[`*[\]~$\\]|<[A-Za-z/!?]|(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])|:\/\/|www\./u.exec(rest);
  if (markUp !== null) throw new Error(`${markUp[0]} is mark-up in: ${cell}`);
  return cell
    .split(PUNCTUATION)
    .map((part, index) => (index % 2 === 1 ? part : decoded(part)))
    .join("");
}

/** Character references; the reports use two, any other one would be an error. */
function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (reference, name) => {
    if (name === "lt") return "<";
    if (name === "amp") return "&";
    throw new Error(`the reference ${reference} shows something else`);
  });
}
