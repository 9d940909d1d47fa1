import type { SyntaxNode } from "@lezer/common";
import { childrenOf, nodesNamed, type PythonSource, textOf } from "../syntax.ts";
import { bindsName, type GemsImport } from "./names.ts";

/** What a name is bound to in one scope. */
interface Bound {
  gems: boolean;
  other: boolean;
}

const MODULE = -1;

/** Which names are flag_gems', function by function: a local variable of the same name is another thing. */
export class GemsScopes {
  readonly #source: PythonSource;
  /** By where the scope begins and the name. */
  readonly #bound = new Map<string, Bound>();
  readonly #global = new Set<string>();

  constructor(source: PythonSource, imports: readonly GemsImport[]) {
    this.#source = source;
    const names = new Set(imports.flatMap((found) => found.names.map(({ name }) => name)));
    for (const node of nodesNamed(source, "ScopeStatement")) this.#readGlobals(node);
    for (const node of nodesNamed(source, "VariableName")) {
      const name = textOf(source, node);
      if (names.has(name) && bindsName(source, node)) this.#at(bindingScope(source, node), name).other = true;
    }
    for (const { statement, names: bound } of imports) {
      for (const { name } of bound) this.#at(scopeOf(statement), name).gems = true;
    }
  }

  /** Whether a use of a name can mean flag_gems. */
  isGems(use: SyntaxNode): boolean {
    return this.#resolve(use)?.gems ?? false;
  }

  /** Whether the name has a value there without flag_gems too: a fallback. */
  hasFallback(use: SyntaxNode): boolean {
    return this.#resolve(use)?.other ?? false;
  }

  #resolve(use: SyntaxNode): Bound | undefined {
    const name = textOf(this.#source, use);
    for (let scope: SyntaxNode | null = functionAround(use); scope !== null; scope = functionAround(scope)) {
      const found = this.#bound.get(`${scope.from} ${name}`);
      if (found !== undefined) return found;
    }
    return this.#bound.get(`${MODULE} ${name}`);
  }

  #at(scope: number, name: string): Bound {
    const key = `${this.#global.has(`${scope} ${name}`) ? MODULE : scope} ${name}`;
    const known = this.#bound.get(key) ?? { gems: false, other: false };
    this.#bound.set(key, known);
    return known;
  }

  #readGlobals(statement: SyntaxNode): void {
    for (const child of childrenOf(statement).slice(1))
      this.#global.add(`${scopeOf(statement)} ${textOf(this.#source, child)}`);
  }
}

/** A function's own name is bound around it, its parameters inside. */
function bindingScope(source: PythonSource, node: SyntaxNode): number {
  const { parent } = node;
  const isDefinedName =
    parent?.name === "FunctionDefinition" && textOf(source, node.prevSibling ?? node) === "def";
  return isDefinedName ? scopeOf(parent) : scopeOf(node);
}

function scopeOf(node: SyntaxNode): number {
  return functionAround(node)?.from ?? MODULE;
}

function functionAround(node: SyntaxNode): SyntaxNode | null {
  let at = node.parent;
  while (at !== null && !["FunctionDefinition", "LambdaExpression"].includes(at.name)) at = at.parent;
  return at;
}
