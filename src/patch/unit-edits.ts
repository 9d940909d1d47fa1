import type { SyntaxNode } from "@lezer/common";
import type { LineEdit } from "./line-edits.ts";
import type { Span } from "./scan.ts";
import type { LineIndex } from "./source-lines.ts";
import { childrenOf, type PythonSource } from "./syntax.ts";
import type { Unit } from "./unit.ts";
import { type WithHeader, type WithItem, withHeader, withoutItems } from "./with-header.ts";

/** The changes to one logical line. */
interface Pending {
  readonly unit: Unit;
  readonly dropped: SyntaxNode[];
  readonly replaced: { readonly node: Span; readonly text: string }[];
  readonly header: WithHeader | null;
  readonly droppedItems: Set<WithItem>;
  filler: string | null;
}

/** Collects what happens to each logical line, and turns it into edits of whole lines. */
export class UnitEdits {
  readonly #source: PythonSource;
  readonly #pending = new Map<number, Pending>();
  readonly #dropped = new Set<string>();

  constructor(source: PythonSource) {
    this.#source = source;
  }

  drop(unit: Unit, statement: SyntaxNode): true {
    this.#of(unit).dropped.push(statement);
    this.#dropped.add(placeOf(statement));
    return true;
  }

  replace(unit: Unit, node: Span, text: string): true {
    const { replaced } = this.#of(unit);
    if (!replaced.some((other) => other.node.from === node.from)) replaced.push({ node, text });
    return true;
  }

  /** Drops the manager that is this call; false when the line is no `with` or the call is no manager of it. */
  dropWithItem(unit: Unit, call: SyntaxNode): boolean {
    const pending = this.#of(unit);
    const item = pending.header?.items.find(({ from }) => from === call.from);
    if (item === undefined) return false;
    pending.droppedItems.add(item);
    return true;
  }

  /** Gives a dropped line something to stand in. */
  fill(unit: Unit, filler: string): void {
    this.#of(unit).filler = filler;
  }

  /** Whether a node goes with something of its line that is dropped or replaced. */
  covers(unit: Unit, { from, to }: Span): boolean {
    const pending = this.#pending.get(unit.from);
    if (pending === undefined) return false;
    const gone = [...pending.dropped, ...pending.replaced.map(({ node }) => node), ...pending.droppedItems];
    return gone.some((span) => span.from <= from && to <= span.to);
  }

  isDropped(statement: SyntaxNode): boolean {
    const parts = statement.name === "StatementGroup" ? childrenOf(statement) : [statement];
    return parts
      .filter(({ name }) => name !== ";" && name !== "Comment")
      .every((part) => this.#dropped.has(placeOf(part)));
  }

  droppedUnits(): Unit[] {
    return [...this.#pending.values()]
      .filter((pending) => this.#textOf(pending) === null)
      .map(({ unit }) => unit);
  }

  lineEdits(lines: LineIndex): LineEdit[] {
    return [...this.#pending.values()].filter(isChanged).map((pending) => this.#lineEdit(pending, lines));
  }

  #of(unit: Unit): Pending {
    const known = this.#pending.get(unit.from);
    if (known !== undefined) return known;
    const header = withHeader(this.#source, unit, this.#colonOf(unit));
    const made: Pending = { unit, dropped: [], replaced: [], header, droppedItems: new Set(), filler: null };
    this.#pending.set(unit.from, made);
    return made;
  }

  /** Where a header's colon stands: before its suite on the same line, or at its end. */
  #colonOf({ statements, to }: Unit): number {
    const first = statements[0];
    const before = first === undefined ? to : first.from;
    return this.#source.text.lastIndexOf(":", before - 1);
  }

  #lineEdit(pending: Pending, lines: LineIndex): LineEdit {
    const { text } = this.#source;
    const { unit } = pending;
    const firstLine = lines.lineAt(unit.from);
    const lastLine = lines.lineAt(Math.max(unit.from, unit.to - 1));
    const indent = text.slice(lines.startOf(firstLine), unit.from);
    const rest = /^[^\r\n]*/.exec(text.slice(unit.to))?.[0] ?? "";
    const replacement = this.#textOf(pending);
    if (replacement === null) {
      return { firstLine, lastLine, replacement: pending.filler === null ? [] : [indent + pending.filler] };
    }
    return { firstLine, lastLine, replacement: `${indent}${replacement}${rest}`.split(/\r\n|\n|\r/) };
  }

  /** The logical line as it will be; `null` when nothing of it is left. */
  #textOf(pending: Pending): string | null {
    const { unit, dropped } = pending;
    const kept = unit.statements.filter(({ from }) => !dropped.some((statement) => statement.from === from));
    if (kept.length === 0 && !unit.isHeader) return null;
    if (dropped.length === 0) return this.#edited(pending, { from: unit.from, to: unit.to });
    const suite = kept.map((statement) => this.#edited(pending, statement)).join("; ");
    if (!unit.isHeader) return suite;
    const colon = this.#colonOf(unit);
    return `${this.#edited(pending, { from: unit.from, to: colon + 1 })} ${suite === "" ? "pass" : suite}`;
  }

  /** A part of the line with its replacements done. */
  #edited({ replaced, header, droppedItems }: Pending, span: Span): string {
    const edits = replaced.filter(({ node }) => span.from <= node.from && node.to <= span.to);
    if (
      header !== null &&
      droppedItems.size > 0 &&
      span.from <= header.span.from &&
      header.span.to <= span.to
    ) {
      edits.push({ node: header.span, text: withoutItems(this.#source, header, droppedItems) });
    }
    let result = this.#source.text.slice(span.from, span.to);
    for (const { node, text } of edits.toSorted((first, second) => second.node.from - first.node.from)) {
      result = result.slice(0, node.from - span.from) + text + result.slice(node.to - span.from);
    }
    return result;
  }
}

function placeOf({ from, to }: Span): string {
  return `${from} ${to}`;
}

function isChanged({ dropped, replaced, droppedItems }: Pending): boolean {
  return dropped.length + replaced.length + droppedItems.size > 0;
}
