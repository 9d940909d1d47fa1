import { insideParentheses, type Span, topLevelParts, trimmed } from "./scan.ts";
import type { PythonSource } from "./syntax.ts";
import type { Unit } from "./unit.ts";

/** What stands in for a context manager that is taken out, where a value is needed; it needs no import of its own. */
export const NULL_CONTEXT = '__import__("contextlib").nullcontext()';

/** One context manager of a `with`, with its target. */
export interface WithItem extends Span {
  /** What stands behind `as`, or `null`. */
  readonly target: string | null;
}

/** The header of a `with` statement, taken apart. */
export interface WithHeader {
  readonly items: readonly WithItem[];
  /** From `with` or `async` to the end of the last item or its parenthesis. */
  readonly span: Span;
  readonly isAsync: boolean;
  readonly parenthesised: boolean;
}

/** The parts of a unit that is a `with` header, or `null`. */
export function withHeader({ text }: PythonSource, unit: Unit, colon: number): WithHeader | null {
  const opening = /^(async\s+)?with\b/.exec(text.slice(unit.from, unit.to))?.[0];
  if (opening === undefined) return null;
  const inner = trimmed(text, { from: unit.from + opening.length, to: colon });
  const inside = insideParentheses(text, inner);
  // `with (a, b):` groups managers; `with (a):` is a manager in parentheses, which is the same to us.
  const items = topLevelParts(text, inside ?? inner).map((part) => readItem(text, part));
  return {
    items,
    span: { from: unit.from, to: inner.to },
    isAsync: opening.startsWith("async"),
    parenthesised: inside !== null,
  };
}

/** The header without some of its items. */
export function withoutItems(
  { text }: PythonSource,
  header: WithHeader,
  dropped: ReadonlySet<WithItem>,
): string {
  const kept = header.items.flatMap((item) => {
    if (!dropped.has(item)) return [text.slice(item.from, item.to)];
    return item.target === null ? [] : [`${NULL_CONTEXT} as ${item.target}`];
  });
  if (kept.length === 0) return "if True";
  // nullcontext is an async manager too, but only from Python 3.10 on; what is kept decides.
  const keyword = header.isAsync ? "async with" : "with";
  const list = kept.join(", ");
  return header.parenthesised ? `${keyword} (${list})` : `${keyword} ${list}`;
}

function readItem(text: string, part: Span): WithItem {
  const item = withoutLeadingComments(text, trimmed(text, part));
  const target = /\sas\s+([A-Za-z_(][\s\S]*)$/.exec(text.slice(item.from, item.to))?.[1] ?? null;
  return { ...item, target };
}

function withoutLeadingComments(text: string, span: Span): Span {
  const comments = /^(?:\s|\\(?=[\r\n])|#[^\r\n]*)+/.exec(text.slice(span.from, span.to))?.[0] ?? "";
  return { from: span.from + comments.length, to: span.to };
}
