import type { SyntaxNode } from "@lezer/common";
import { childrenOf, nodesNamed, type PythonSource, textOf } from "../syntax.ts";

const PACKAGE = "flag_gems";

/** One `import` or `from` that brings flag_gems in, whole or in part. */
export interface GemsImport {
  readonly statement: SyntaxNode;
  /** The statement without flag_gems, where it imports something else too. */
  readonly kept: string | null;
  /** The names that it binds, with what each is in flag_gems: "flag_gems" itself, or the part imported. */
  readonly names: readonly GemsName[];
  /** `from flag_gems import *`: which names it binds cannot be known. */
  readonly isStar: boolean;
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
  const importAt = words.findIndex((word) => textOf(source, word) === "import");
  const isPackage = textOf(source, words[1] ?? statement) === PACKAGE;
  const items = itemsOf(words.slice(importAt + 1)).map((item) => readItem(source, statement, item));
  // `from engine import flag_gems` passes the package itself on.
  const gems = items.filter(({ original }) => isPackage || original === PACKAGE);
  if (gems.length === 0) return null;
  const others = items.filter((item) => !gems.includes(item)).map(({ text }) => text);
  const module = source.text.slice(statement.from, words[importAt]?.to ?? statement.to);
  return {
    statement,
    kept: others.length === 0 ? null : `${module} ${others.join(", ")}`,
    names: gems.filter(({ name }) => name !== "*"),
    isStar: isPackage && gems.some(({ name }) => name === "*"),
  };
}

function readPlainImport(
  source: PythonSource,
  statement: SyntaxNode,
  words: readonly SyntaxNode[],
): GemsImport | null {
  const items = itemsOf(words.slice(1)).map((item) => readItem(source, statement, item));
  const gems = items.filter(({ original }) => original === PACKAGE);
  if (gems.length === 0) return null;
  const others = items.filter((item) => !gems.includes(item)).map(({ text }) => text);
  return {
    statement,
    kept: others.length === 0 ? null : `import ${others.join(", ")}`,
    names: gems.map(({ isAliased, name }) => ({ name: isAliased ? name : PACKAGE, original: PACKAGE })),
    isStar: false,
  };
}

/** One imported item: its first and last word, and its text. */
function readItem(source: PythonSource, statement: SyntaxNode, item: readonly SyntaxNode[]) {
  const [first, last] = [item[0] ?? statement, item.at(-1) ?? statement];
  return {
    original: textOf(source, first),
    name: textOf(source, last),
    isAliased: item.some((word) => textOf(source, word) === "as"),
    text: source.text.slice(first.from, last.to),
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
