import { indentOf, joinLines, LineIndex, type SourceLine } from "../source-lines.ts";
import { firstSyntaxError, nodesNamed, parsePython } from "../syntax.ts";

/** A comment that holds code of flag_gems, and not prose or one of our own markers. */
const COMMENTED_CODE = /^[ \t\f]*#+[ \t]?(import flag_gems\b|from flag_gems\b|flag_gems\.\w+\(|@flag_gems\.)/;
/** Longer calls than this are not looked for in comments. */
const MAXIMUM_LINES = 60;

/** The lines, each a first and a last one, in which a person has commented flag_gems out by hand. */
export function handCommented(lines: readonly SourceLine[]): { firstLine: number; lastLine: number }[] {
  const found: { firstLine: number; lastLine: number }[] = [];
  if (!lines.some(({ content }) => COMMENTED_CODE.test(content))) return found;
  const comments = commentLines(lines);
  for (let at = 0; at < lines.length; at += 1) {
    if (!COMMENTED_CODE.test(lines[at]?.content ?? "") || !comments.has(at)) continue;
    const lastLine = statementEnd(lines, at);
    if (lastLine === null) continue;
    found.push({ firstLine: at, lastLine });
    at = lastLine;
  }
  return found;
}

/** The lines with those comments made code again, wherever the whole still parses. */
export function withoutHandComments(lines: readonly SourceLine[]): SourceLine[] {
  let current = [...lines];
  for (const { firstLine, lastLine } of handCommented(lines)) {
    if (!fitsIndentation(lines, { firstLine, lastLine })) continue;
    const tried = current.map((line, at) => (at >= firstLine && at <= lastLine ? uncommented(line) : line));
    if (firstSyntaxError(parsePython(joinLines(tried))) === null) current = tried;
  }
  return current;
}

/** The lines that hold a comment: what looks like one inside of a string is none. */
function commentLines(lines: readonly SourceLine[]): Set<number> {
  const index = new LineIndex(lines);
  const comments = nodesNamed(parsePython(joinLines(lines)), "Comment");
  return new Set(comments.map(({ from }) => index.lineAt(from)));
}

/** Whether code at this comment's indentation belongs to the block around it: the parser itself is lenient there. */
function fitsIndentation(
  lines: readonly SourceLine[],
  place: { firstLine: number; lastLine: number },
): boolean {
  const isCode = ({ content }: SourceLine) => !/^[ \t\f]*(#|$)/.test(content);
  const indent = indentOf(lines[place.firstLine]?.content ?? "");
  const before = lines.slice(0, place.firstLine).findLast(isCode);
  const behind = lines.slice(place.lastLine + 1).find(isCode);
  return (
    indent === "" || [before, behind].some((line) => line !== undefined && indentOf(line.content) === indent)
  );
}

/** The last of the comment lines that together are one statement; `null` when none are. */
function statementEnd(lines: readonly SourceLine[], firstLine: number): number | null {
  let code = "";
  for (let at = firstLine; at < Math.min(lines.length, firstLine + MAXIMUM_LINES); at += 1) {
    const line = lines[at];
    if (line === undefined || !/^[ \t\f]*#/.test(line.content)) return null;
    code += `${uncommented(line).content.trimStart()}\n`;
    if (firstSyntaxError(parsePython(code.startsWith("@") ? `${code}def f(): pass\n` : code)) === null)
      return at;
  }
  return null;
}

function uncommented(line: SourceLine): SourceLine {
  const indent = indentOf(line.content);
  return { ...line, content: indent + line.content.slice(indent.length).replace(/^#+[ \t]?/, "") };
}
