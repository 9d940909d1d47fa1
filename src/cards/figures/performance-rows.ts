import type { CardFigure } from "../card.ts";
import { parseMetricName } from "../names/metric-name.ts";
import type { CardTable } from "../tables/card-table.ts";
import { buildFigure, type Reading } from "./build-figure.ts";
import { parseCell } from "./cell.ts";
import type { ReadRows } from "./score-rows.ts";

const BARE: Reading = {
  unit: "ratio",
  reason: "a speed without a percent sign is a ratio, or in its row's own unit",
};

/** The rows of a table of speeds, such as "Speedup Ratio (NV-flagos / NV-native)": a figure for each of its columns. */
export function performanceRows(table: CardTable): ReadRows {
  const unread = table.rows.flatMap(({ cells }) =>
    cells.slice(1).flatMap((at) => {
      const cell = parseCell(at.text);
      return cell.kind === "unreadable"
        ? [{ line: at.line, column: at.column, raw: at.text, reason: cell.reason }]
        : [];
    }),
  );
  const rows = table.rows.flatMap((row) => {
    const figures = row.cells.slice(1).flatMap((at, index): CardFigure[] => {
      const heading = table.headings[index + 1]?.text ?? "";
      const figure = buildFigure({
        cell: parseCell(at.text),
        at,
        role: "speed",
        heading,
        bare: BARE,
        percentScale: 0.01,
      });
      return figure === null ? [] : [figure];
    });
    const metric = parseMetricName(row.cells[0]?.text ?? "");
    const head = { line: row.line, section: table.section, table: table.number, definition: null };
    return figures.length === 0 ? [] : [{ ...head, quantity: "speed" as const, metric, figures }];
  });
  return { rows, unread };
}
