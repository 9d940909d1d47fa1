import type { Card, CardNote, CardRow, DifferenceDefinition, Unread } from "./card.ts";
import { performanceRows } from "./figures/performance-rows.ts";
import { type ReadRows, scoreRows } from "./figures/score-rows.ts";
import { kindOf } from "./figures/table-kind.ts";
import { settleDifferences } from "./notes/arithmetic.ts";
import { duplicateNotes } from "./notes/duplicates.ts";
import { differenceDefinition } from "./prose/difference-definition.ts";
import { mapeRows } from "./prose/mape.ts";
import type { CardTable } from "./tables/card-table.ts";
import { tablesOf } from "./tables/find-tables.ts";
import { linesOf } from "./text/lines.ts";

/**
 * Every evaluation figure of a model card of FlagOS: a MAPE in prose, tables of differences, of accuracies side by side
 * and of speeds. What a table of another kind holds is left out; what looks like a figure and cannot be read is told.
 */
export function readCard(text: string): Card {
  const lines = linesOf(text);
  const definition = differenceDefinition(lines);
  const found = tablesOf(lines).map((table) => readTable(table, definition));
  const rows = [...mapeRows(lines), ...found.flatMap((table) => table.rows)].sort((a, b) => a.line - b.line);
  const notes = [...found.flatMap((table) => table.notes), ...duplicateNotes(rows)];
  return {
    rows,
    notes: notes.sort((a, b) => a.line - b.line),
    unread: found.flatMap(({ unread }) => unread),
  };
}

function readTable(
  table: CardTable,
  definition: DifferenceDefinition,
): { rows: readonly CardRow[]; unread: readonly Unread[]; notes: CardNote[] } {
  const kind = kindOf(table);
  if (kind === null) return { rows: [], unread: [], notes: [] };
  if (kind.kind === "performance") return { ...performanceRows(kind.table), notes: [] };
  const read: ReadRows = scoreRows(
    kind.table,
    kind.sides,
    signedByItself(kind.table, kind.sides.roles, definition),
  );
  const settled = settleDifferences(read.rows);
  const sides = kind.sides.note === null ? [] : [`the table of line ${table.line}: ${kind.sides.note}`];
  return {
    rows: settled.rows,
    unread: read.unread,
    notes: [...sides.map((text) => ({ line: table.line, text })), ...settled.notes],
  };
}

/** One printed sign shows that a column of differences has signs. */
function signedByItself(
  { rows }: CardTable,
  roles: readonly string[],
  definition: DifferenceDefinition,
): DifferenceDefinition {
  const column = roles.indexOf("difference") + 1;
  const hasSign =
    column > 0 && rows.some(({ cells }) => /^\s*[+\-−－＋]\s*[\d.]/.test(cells[column]?.text ?? ""));
  return hasSign && !definition.isSigned ? { ...definition, isSigned: true } : definition;
}
