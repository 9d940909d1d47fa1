import { type Document, isMap, isNode, isScalar, type LineCounter, type YAMLError } from "yaml";
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** Where in the file a message belongs: `file:line:column`. */
export interface SourceText {
  readonly path: string;
  /** What the whole file is, for messages. */
  readonly what: "suite" | "kinematics" | "name mapping";
  readonly document: Document;
  readonly lines: LineCounter;
}

/** A syntax error as `file:line:column: what`. */
export function syntaxMessage({ path, lines }: SourceText, error: YAMLError): string {
  // The library's own first line already ends in "at line 3, column 5:" and a picture of the place.
  const [what = error.message] = error.message.split(/ at line \d+/);
  return `${place(path, lines, error.pos[0])}: ${what}`;
}

/** A value that the schema does not allow as `file:line:column: what, what is allowed`. */
export function issueMessages(source: SourceText, issue: Issue): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const at = place(source.path, source.lines, offsetOfKey(source, issue.path, key));
      return `${at}: unknown key \`${key}\`${inside(issue.path)}, not one of the keys that belong here`;
    });
  }
  const at = place(source.path, source.lines, offsetOf(source, issue.path));
  return [`${at}: ${name(source, issue.path)}: ${issue.message}`];
}

function place(path: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${path}:${line}:${col}`;
}

/** The offset of the value at `path`, or of its nearest parent that is in the file. */
function offsetOf({ document }: SourceText, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function offsetOfKey(source: SourceText, path: readonly PropertyKey[], key: string): number {
  const map = path.length === 0 ? source.document.contents : source.document.getIn(path, true);
  const pair = isMap(map)
    ? map.items.find(({ key: found }) => isScalar(found) && found.value === key)
    : undefined;
  const node = pair?.key;
  return isNode(node) && node.range ? node.range[0] : offsetOf(source, path);
}

function name({ what }: SourceText, path: readonly PropertyKey[]): string {
  return path.length === 0 ? `the ${what}` : `\`${path.map(String).join(".")}\``;
}

function inside(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "" : ` in \`${path.map(String).join(".")}\``;
}
