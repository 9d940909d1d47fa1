import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";

/** A parsed Python source. */
export interface PythonSource {
  readonly text: string;
  readonly tree: Tree;
  /** Its nodes of the kinds that the patches look for, by kind and in order: one walk of the tree for all of them. */
  readonly nodes: ReadonlyMap<NodeKind, readonly SyntaxNode[]>;
}

const NODE_KINDS = [
  "AssignStatement",
  "Body",
  "Comment",
  "ExpressionStatement",
  "FunctionDefinition",
  "ImportStatement",
  "ReturnStatement",
  "ScopeStatement",
  "String",
  "VariableName",
] as const;
type NodeKind = (typeof NODE_KINDS)[number];

export function parsePython(text: string): PythonSource {
  const tree = parser.parse(text);
  const nodes = new Map<NodeKind, SyntaxNode[]>(NODE_KINDS.map((kind) => [kind, []]));
  const byName: ReadonlyMap<string, SyntaxNode[]> = nodes;
  tree.iterate({
    enter(node) {
      byName.get(node.name)?.push(node.node);
    },
  });
  return { text, tree, nodes };
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

/** Every node of the given kinds, in order. */
export function nodesNamed({ nodes }: PythonSource, ...kinds: NodeKind[]): SyntaxNode[] {
  const found = kinds.flatMap((kind) => nodes.get(kind) ?? []);
  return kinds.length === 1 ? found : found.toSorted((first, second) => first.from - second.from);
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
