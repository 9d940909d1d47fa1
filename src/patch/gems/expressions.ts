import type { SyntaxNode } from "@lezer/common";
import { type PythonSource, textOf } from "../syntax.ts";

/** The call that a name is the root of, as `flag_gems` in `flag_gems.ops.use_gems(…)`; `null` when it is none's. */
export function callRootedAt(use: SyntaxNode): SyntaxNode | null {
  let callee = use;
  while (callee.parent?.name === "MemberExpression" && callee.parent.firstChild?.from === callee.from)
    callee = callee.parent;
  const call = callee.parent;
  return call?.name === "CallExpression" && call.firstChild?.from === callee.from ? call : null;
}

/** The last name before a call's arguments: `use_gems` in `flag_gems.ops.use_gems(…)`. */
export function calledName(source: PythonSource, call: SyntaxNode): string {
  const callee = call.firstChild;
  const last = callee?.name === "MemberExpression" ? callee.lastChild : callee;
  return last === null || last === undefined ? "" : textOf(source, last);
}

/** The branch of a conditional expression that does not hold the name, when the other one does. */
export function otherBranch(use: SyntaxNode): { expression: SyntaxNode; kept: SyntaxNode } | null {
  for (let node: SyntaxNode | null = use; node !== null; node = node.parent) {
    const conditional = node.parent;
    if (conditional?.name !== "ConditionalExpression") continue;
    const [first, last] = [conditional.firstChild, conditional.lastChild];
    if (first === null || last === null) return null;
    if (node.from === first.from && node.to === first.to) return { expression: conditional, kept: last };
    if (node.from === last.from && node.to === last.to) return { expression: conditional, kept: first };
    return null;
  }
  return null;
}
