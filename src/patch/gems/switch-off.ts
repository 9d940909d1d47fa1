import type { SyntaxNode } from "@lezer/common";
import type { LineEdit } from "../line-edits.ts";
import { refusal } from "../refusal.ts";
import type { LineIndex } from "../source-lines.ts";
import { nodesNamed, type PythonSource, parsePython, statementsOf, textOf } from "../syntax.ts";
import { unitOf } from "../unit.ts";
import { UnitEdits } from "../unit-edits.ts";
import { NULL_CONTEXT } from "../with-header.ts";
import { calledName, callRootedAt, otherBranch } from "./expressions.ts";
import { hasImportFallback, MISSING_PACKAGE } from "./fallback.ts";
import { type GemsImport, gemsImports, usesOf } from "./names.ts";
import { GemsScopes } from "./scopes.ts";

/**
 * The edits that take flag_gems out of a Python source, so that what is left does what it did without it.
 *
 * @param file its name, for messages, and where its lines begin
 * @throws FvalidateError of kind `input` for a place where flag_gems' value is needed and nothing can stand in
 */
export function switchOffGems(text: string, file: { name: string; lines: LineIndex }): LineEdit[] {
  const source = parsePython(text);
  const imports = gemsImports(source);
  refuseDynamicImport(source, file.name);
  if (imports.length === 0) return [];
  const units = new UnitEdits(source);
  for (const found of imports) {
    if (found.isStar) throw starImport(source, file.name, found.statement);
    editImport(source, units, found);
  }
  const originals = new Map(
    imports.flatMap(({ names }) => names.map(({ name, original }) => [name, original])),
  );
  const scopes = new GemsScopes(source, imports);
  const uses = usesOf(source, new Set(originals.keys())).filter((use) => scopes.isGems(use));
  for (const use of uses) {
    const goes = editUse({ source, units, originals }, use) || scopes.hasFallback(use);
    if (!goes) throw cannotSwitchOff(source, file.name, use);
  }
  fillEmptyBodies(units);
  return units.lineEdits(file.lines);
}

function editImport(source: PythonSource, units: UnitEdits, { statement, kept }: GemsImport): void {
  const unit = unitOf(source, statement);
  const fallback = hasImportFallback(source, statement) ? MISSING_PACKAGE : null;
  const replacement = [kept, fallback].filter((part) => part !== null);
  if (replacement.length === 0) units.drop(unit, statement);
  else units.replace(unit, statement, replacement.join("; "));
}

interface Context {
  readonly source: PythonSource;
  readonly units: UnitEdits;
  readonly originals: ReadonlyMap<string, string>;
}

/** Edits the place where a name of flag_gems is used; false where nothing can stand in for it. */
function editUse({ source, units, originals }: Context, use: SyntaxNode): boolean {
  const unit = unitOf(source, use);
  if (units.covers(unit, use)) return true;
  const statement = statementOf(use);
  if (statement.name === "Decorator") return units.drop(unit, statement);
  const call = callRootedAt(use);
  if (call !== null && statement.name === "ExpressionStatement" && statement.firstChild?.from === call.from) {
    if (statement.firstChild.to === call.to) return units.drop(unit, statement);
  }
  if (call !== null && units.dropWithItem(unit, call)) return true;
  const isManager =
    call !== null && [calledName(source, call), originals.get(textOf(source, use))].includes("use_gems");
  const branch = otherBranch(use);
  if (branch !== null) return units.replace(unit, branch.expression, `(${textOf(source, branch.kept)})`);
  if (call !== null && isManager) return units.replace(unit, call, NULL_CONTEXT);
  return false;
}

/** The innermost statement, or the decorator, around a node. */
function statementOf(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent !== null && !/Statement$|^Decorator$|Definition$/.test(at.name)) at = at.parent;
  return at;
}

/** A suite whose every statement went needs one that does nothing. */
function fillEmptyBodies(units: UnitEdits): void {
  const filled = new Set<number>();
  for (const unit of units.droppedUnits()) {
    if (unit.body === null || filled.has(unit.body.from)) continue;
    filled.add(unit.body.from);
    const statements = statementsOf(unit.body);
    if (statements.every((statement) => units.isDropped(statement))) units.fill(unit, "pass");
  }
}

/** `importlib.import_module("flag_gems")`: what is done with its value cannot be followed. */
function refuseDynamicImport(source: PythonSource, name: string): void {
  const found = nodesNamed(source, "String").find((node) => {
    const call = node.parent?.name === "ArgList" ? node.parent.parent : null;
    const isPackage = /^["']flag_gems(\.[\w.]+)?["']$/.test(textOf(source, node));
    return isPackage && call !== null && ["__import__", "import_module"].includes(calledName(source, call));
  });
  if (found === undefined) return;
  throw refusal(
    { name, text: source.text, offset: found.from },
    "flag_gems is imported by its name in a string, which cannot be switched off",
    "Import it with an `import` statement, or take this line out by hand.",
  );
}

/** The offsets at which flag_gems is imported or used. */
export function gemsPlaces(source: PythonSource): number[] {
  const imports = gemsImports(source);
  const scopes = new GemsScopes(source, imports);
  const names = new Set(imports.flatMap((found) => found.names.map(({ name }) => name)));
  const uses = usesOf(source, names).filter((use) => scopes.isGems(use));
  return [...imports.map(({ statement }) => statement), ...uses].map(({ from }) => from);
}

function starImport(source: PythonSource, name: string, statement: SyntaxNode) {
  return refusal(
    { name, text: source.text, offset: statement.from },
    "`from flag_gems import *` binds names that cannot be known here, so their uses cannot be switched off",
    "Import the names one by one.",
  );
}

function cannotSwitchOff(source: PythonSource, name: string, use: SyntaxNode) {
  const found = textOf(source, statementOf(use)).split(/[\r\n]/)[0] ?? "";
  return refusal(
    { name, text: source.text, offset: use.from },
    `\`${found.trim()}\` needs a value of flag_gems, so switching flag_gems off would leave \`${textOf(source, use)}\` undefined`,
    "Guard the import with `try … except ImportError` and a fallback value, or take this line out by hand.",
  );
}
