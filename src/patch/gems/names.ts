import type { SyntaxNode } from "@lezer/common";
import { childrenOf, nodesNamed, type PythonSource, textOf } from "../syntax.ts";

const PACKAGE = "flag_gems";

/** One `import` or `from` that brings flag_gems in, whole or in part. */
export interface GemsImport {
  readonly statement: SyntaxNode;
  /** Whether the statement imports nothing else. */
  readonly alone: boolean;
  /** The items that are kept when it imports other modules too. */
  readonly others: readonly string[];
  /** The names that it binds, with what each is in flag_gems: "flag_gems" itself, or the part imported. */
  readonly names: readonly GemsName[];
}

export interface GemsName {
  readonly name: string;
  readonly original: string;
}

/** Every statement that imports flag_gems. */
export function gemsImports(source: PythonSource): GemsImport[] {
  return nodesNamed(source, "ImportStatement")
    .map((statement) => readImport(source, statement))
    .filter((found) => found !== null);
}

function readImport(source: PythonSource, statement: SyntaxNode): GemsImport | null {
  const words = childrenOf(statement).filter(({ name }) => !["Comment", "(", ")"].includes(name));
  return textOf(source, words[0] ?? statement) === "from"
    ? readFromImport(source, statement, words)
    : readPlainImport(source, statement, words);
}

function readFromImport(
  source: PythonSource,
  statement: SyntaxNode,
  words: readonly SyntaxNode[],
): GemsImport | null {
  if (textOf(source, words[1] ?? statement) !== PACKAGE) return null;
  const importAt = words.findIndex((word) => textOf(source, word) === "import");
  const names = itemsOf(words.slice(importAt + 1)).map((item) => ({
    name: textOf(source, item.at(-1) ?? statement),
    original: textOf(source, item[0] ?? statement),
  }));
  return { statement, alone: true, others: [], names: names.filter(({ name }) => name !== "*") };
}

function readPlainImport(
  source: PythonSource,
  statement: SyntaxNode,
  words: readonly SyntaxNode[],
): GemsImport | null {
  const items = itemsOf(words.slice(1));
  const isGems = (item: readonly SyntaxNode[]) => textOf(source, item[0] ?? statement) === PACKAGE;
  const gems = items.filter(isGems);
  if (gems.length === 0) return null;
  const itemText = (item: readonly SyntaxNode[]) =>
    source.text.slice(item[0]?.from ?? statement.from, item.at(-1)?.to ?? statement.to);
  return {
    statement,
    alone: gems.length === items.length,
    others: items.filter((item) => !isGems(item)).map(itemText),
    names: gems.map((item) => {
      const aliased = item.some((word) => textOf(source, word) === "as");
      return { name: aliased ? textOf(source, item.at(-1) ?? statement) : PACKAGE, original: PACKAGE };
    }),
  };
}

/** Words between commas. */
function itemsOf(words: readonly SyntaxNode[]): SyntaxNode[][] {
  const items: SyntaxNode[][] = [[]];
  for (const word of words) {
    if (word.name === ",") items.push([]);
    else items.at(-1)?.push(word);
  }
  return items.filter((item) => item.length > 0);
}

/** Where a name is used, not bound: attributes, keyword arguments, targets and imports left out. */
export function usesOf(source: PythonSource, names: ReadonlySet<string>): SyntaxNode[] {
  return nodesNamed(source, "VariableName").filter(
    (node) => names.has(textOf(source, node)) && isUse(source, node),
  );
}

function isUse(source: PythonSource, node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return true;
  if (["ImportStatement", "ScopeStatement"].includes(parent.name)) return false;
  if (parent.name === "ArgList" && node.nextSibling?.name === "AssignOp") return false;
  // `@flag_gems.use_gems()` is a flat list of names: only the first is a name of this file.
  if (parent.name === "Decorator" && node.prevSibling?.name !== "At")
    return node.prevSibling?.name === "ArgList";
  return !bindsName(source, node);
}

/** Whether a name is given a value there by anything but an import: an assignment, a parameter, a loop, … */
export function bindsName(source: PythonSource, node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (["FunctionDefinition", "ClassDefinition"].includes(parent.name)) return isDefinedName(source, node);
  if (parent.name === "ParamList") return node.prevSibling?.name !== "AssignOp";
  if (parent.name === "AssignStatement")
    return node.nextSibling?.name === "AssignOp" || node.nextSibling?.name === "TypeDef";
  if (parent.name === "NamedExpression") return node.nextSibling?.name === "AssignOp";
  if (["WithStatement", "TryStatement"].includes(parent.name)) return node.prevSibling?.name === "as";
  return parent.name === "ForStatement" && node.prevSibling?.name === "for";
}

function isDefinedName(source: PythonSource, node: SyntaxNode): boolean {
  const before = node.prevSibling;
  return before !== null && ["def", "class"].includes(textOf(source, before));
}
