import ts from "typescript";

/** A file of the project, its path relative to the project's root with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Stands for a specifier that only a running program knows. */
export const COMPUTED = "(computed)";

/** What the rules need to know of a file. */
export interface Uses {
  readonly imports: { readonly specifier: string; readonly isType: boolean }[];
  /** `console` and `process.NAME`, however they are reached. */
  readonly globals: string[];
}

const parsed = new WeakMap<SourceFile, Uses>();

/** Reads a file's syntax, so that words in comments and strings do not count; once, however many rules ask. */
export function parse(file: SourceFile): Uses {
  const uses = parsed.get(file) ?? readUses(file);
  parsed.set(file, uses);
  return uses;
}

function readUses({ path, text }: SourceFile): Uses {
  const uses: Uses = { imports: [], globals: [] };
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== null) uses.imports.push(found);
    uses.globals.push(...globalsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return uses;
}

function importOf(node: ts.Node): Uses["imports"][number] | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, isType: isTypeOnly(node.importClause) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, isType: node.isTypeOnly };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal) ? { specifier: literal.text, isType: true } : null;
  }
  if (!ts.isCallExpression(node)) return null;
  const [argument] = node.arguments;
  const loads =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === "require");
  if (!loads || argument === undefined) return null;
  return { specifier: ts.isStringLiteralLike(argument) ? argument.text : COMPUTED, isType: false };
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

function globalsOf(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
    return membersOf(node.expression.text, [node.name.text]);
  if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const key = node.argumentExpression;
    return membersOf(node.expression.text, [ts.isStringLiteral(key) ? key.text : "(computed)"]);
  }
  const isTaken = ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.initializer);
  if (!isTaken || !ts.isObjectBindingPattern(node.name)) return [];
  const names = node.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
  return membersOf(node.initializer.getText(), names);
}

function membersOf(object: string, members: readonly string[]): string[] {
  if (object === "console") return ["console"];
  return object === "process" ? members.map((member) => `process.${member}`) : [];
}
