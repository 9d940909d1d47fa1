import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, statementsOf } from "./syntax.ts";

/**
 * One logical line: a line of simple statements, or a compound statement's header together with a suite on the same
 * line.
 */
export interface Unit {
  readonly from: number;
  readonly to: number;
  /** The simple statements of the line, or those behind the header's colon on the same line. */
  readonly statements: readonly SyntaxNode[];
  /** Whether the line is a compound statement's header, which cannot be dropped. */
  readonly isHeader: boolean;
  /** The multi-line body that the unit is a statement of; `null` at module level. */
  readonly body: SyntaxNode | null;
}

const CLAUSE_KEYWORDS = [
  "if",
  "elif",
  "else",
  "try",
  "except",
  "finally",
  "for",
  "while",
  "with",
  "def",
  "class",
  "match",
  "case",
  "async",
];

/** The unit that a node stands in. */
export function unitOf(source: PythonSource, node: SyntaxNode): Unit {
  let statement = node;
  while (statement.parent !== null && !isBlock(source, statement.parent)) statement = statement.parent;
  const body = statement.parent !== null && statement.parent.name !== "Script" ? statement.parent : null;
  if (statement.name === "DecoratedStatement") return decoratedUnit(source, statement, { node, body });
  if (hasBody(statement)) return clauseUnit(source, statement, { node, body });
  const statements = statement.name === "StatementGroup" ? simpleStatements(statement) : [statement];
  return { from: statement.from, to: endOfCode(source, statement), statements, isHeader: false, body };
}

/** Whether a node's children are statements on lines of their own. */
function isBlock(source: PythonSource, node: SyntaxNode): boolean {
  if (node.name === "Script" || node.name === "MatchBody") return true;
  return node.name === "Body" && !isOnHeaderLine(source, node);
}

function isOnHeaderLine(source: PythonSource, body: SyntaxNode): boolean {
  const first = statementsOf(body)[0];
  return first !== undefined && !/[\r\n]/.test(source.text.slice(body.from, first.from));
}

function hasBody(statement: SyntaxNode): boolean {
  return childrenOf(statement).some(({ name }) => name === "Body" || name === "MatchBody");
}

function decoratedUnit(
  source: PythonSource,
  statement: SyntaxNode,
  at: { node: SyntaxNode; body: SyntaxNode | null },
): Unit {
  const part =
    childrenOf(statement).find(({ from, to }) => from <= at.node.from && at.node.to <= to) ?? statement;
  if (part.name !== "Decorator") return clauseUnit(source, part, at);
  return {
    from: part.from,
    to: endOfCode(source, part),
    statements: [part],
    isHeader: false,
    body: at.body,
  };
}

/** The parser counts the line break to some nodes. */
function endOfCode({ text }: PythonSource, node: SyntaxNode): number {
  return node.from + text.slice(node.from, node.to).trimEnd().length;
}

function clauseUnit(
  source: PythonSource,
  statement: SyntaxNode,
  at: { node: SyntaxNode; body: SyntaxNode | null },
): Unit {
  const children = childrenOf(statement);
  const bodyAt = children.findIndex(({ name, to }) => name === "Body" && at.node.to <= to);
  const suite = children[bodyAt];
  const isKeyword = (child: SyntaxNode) => CLAUSE_KEYWORDS.includes(source.text.slice(child.from, child.to));
  const previousBody = children.slice(0, Math.max(bodyAt, 0)).findLastIndex(({ name }) => name === "Body");
  const keyword = children.slice(previousBody + 1).find(isKeyword) ?? statement;
  const inline = suite !== undefined && isOnHeaderLine(source, suite);
  return {
    from: keyword.from,
    to: suite === undefined ? statement.to : inline ? endOfCode(source, suite) : suite.from + 1,
    statements: inline && suite !== undefined ? inlineStatements(suite) : [],
    isHeader: true,
    body: at.body,
  };
}

function inlineStatements(suite: SyntaxNode): SyntaxNode[] {
  return statementsOf(suite).flatMap((child) =>
    child.name === "StatementGroup" ? simpleStatements(child) : [child],
  );
}

function simpleStatements(group: SyntaxNode): SyntaxNode[] {
  return childrenOf(group).filter(({ name }) => name !== ";" && name !== "Comment");
}
