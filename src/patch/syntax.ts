import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";

/** A parsed Python source. */
export interface PythonSource {
  readonly text: string;
  readonly tree: Tree;
}

export function parsePython(text: string): PythonSource {
  return { text, tree: parser.parse(text) };
}

export function textOf({ text }: PythonSource, node: { from: number; to: number }): string {
  return text.slice(node.from, node.to);
}

/** The direct children of a node, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** Every node of the given names, in order. */
export function nodesNamed({ tree }: PythonSource, ...names: string[]): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter(node) {
      if (names.includes(node.name)) found.push(node.node);
    },
  });
  return found;
}

/** The offset of the first place that is not Python to this parser, or `null`. */
export function firstSyntaxError({ tree }: PythonSource): number | null {
  let found: number | null = null;
  tree.iterate({
    enter(node) {
      if (node.type.isError) found ??= node.from;
      return found === null;
    },
  });
  return found;
}

/** The statements of a body, comments left out. */
export function statementsOf(body: SyntaxNode): SyntaxNode[] {
  return childrenOf(body).filter(({ name }) => name !== ":" && name !== "Comment" && name !== "⚠");
}
