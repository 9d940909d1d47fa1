import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "../syntax.ts";

/** What an import is replaced by where the program itself says what to do without the package. */
export const MISSING_PACKAGE = 'raise ModuleNotFoundError("flag_gems is switched off by fvalidate")';

/**
 * Whether a statement stands in a `try` whose handler is for a package that is not installed, and goes on. There the
 * program's own fallback is the one way to switch off that keeps every name defined.
 */
export function hasImportFallback(source: PythonSource, statement: SyntaxNode): boolean {
  const body = statement.parent?.name === "StatementGroup" ? statement.parent.parent : statement.parent;
  const attempt = body?.parent;
  if (body === null || body === undefined || attempt?.name !== "TryStatement") return false;
  const children = childrenOf(attempt);
  if (children.find(({ name }) => name === "Body")?.from !== body.from) return false;
  return children.some((child, at) => child.name === "except" && goesOn(source, children.slice(at)));
}

function goesOn(source: PythonSource, clause: readonly SyntaxNode[]): boolean {
  const bodyAt = clause.findIndex(({ name }) => name === "Body");
  const handled = clause
    .slice(1, bodyAt)
    .map((node) => textOf(source, node))
    .join(" ");
  const body = clause[bodyAt];
  if (body === undefined) return false;
  const catches =
    handled === "" || /\b(ImportError|ModuleNotFoundError|Exception|BaseException)\b/.test(handled);
  return catches && !/\b(raise|exit|_exit|quit)\b/.test(textOf(source, body));
}
