const OPEN = "<solution>";
const CLOSE = "</solution>";

/**
 * What stands between marks on one line, as Python's `findall("open(.*?)close")` finds it: in one pass, however many
 * marks are never closed.
 */
export function passagesBetween(text: string, open: string, close: string): string[] {
  const passages: string[] = [];
  let closeAt = -1;
  let lineEnd = -1;
  let openAt = text.indexOf(open);
  while (openAt !== -1) {
    const start = openAt + open.length;
    if (closeAt < start) closeAt = text.indexOf(close, start);
    if (closeAt === -1) return passages;
    if (lineEnd < start) lineEnd = endOfLine(text, start);
    if (closeAt < lineEnd) {
      passages.push(text.slice(start, closeAt));
      openAt = text.indexOf(open, closeAt + close.length);
    } else openAt = text.indexOf(open, openAt + 1);
  }
  return passages;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

/** The passages marked as solutions, each on one line. */
export function solutions(reply: string): string[] {
  return passagesBetween(reply, OPEN, CLOSE);
}

/** Those between two closing marks, which some models write. */
export function solutionsBetweenCloses(reply: string): string[] {
  return passagesBetween(reply, CLOSE, CLOSE);
}

/** The last passage marked as a solution, over several lines; `null` where there is none. */
export function lastLongSolution(reply: string, options: { readonly anyCase: boolean }): string | null {
  const flags = options.anyCase ? "giu" : "gu";
  const marks = [...reply.matchAll(new RegExp(`${OPEN}|${CLOSE}`, flags))];
  let start: number | null = null;
  let last: string | null = null;
  for (const mark of marks) {
    const closes = mark[0].startsWith("</");
    if (!closes) start ??= mark.index + mark[0].length;
    else if (start !== null) {
      last = reply.slice(start, mark.index);
      start = null;
    }
  }
  return last;
}

/** The last line of a text without white space around it. */
export function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n") + 1);
}

/** Python's `text[-count:]`, in code points. */
export function lastCharacters(text: string, count: number): string {
  return [...text.slice(-2 * count)].slice(-count).join("");
}
