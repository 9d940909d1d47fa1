import type { CardCheckRow } from "../../contracts/card-check-run.ts";

/** How each row was read, where that is not plain: each reading once, in sentences. */
export function readingSentences(rows: readonly CardCheckRow[]): string[] {
  const found = rows.flatMap((row) => [
    ...(row.matchReason === "" ? [] : [`${row.metric}: ${row.matchReason}`]),
    ...(row.definition === null
      ? []
      : [
          `${row.metric}: difference in ${row.definition.meaning === "unknown" ? "a unit that is not known" : row.definition.meaning}: ${row.definition.reason}`,
        ]),
    ...row.checks.flatMap((check) =>
      check.card.n === null ? [] : [`${row.metric}, ${check.what}: n ${check.card.n}, ${check.card.nReason}`],
    ),
    ...row.figures.map(
      (figure) => `${row.metric}, ${figure.role} ${figure.raw}: ${figure.unit}, ${figure.unitReason}`,
    ),
  ]);
  return [...new Set(found)];
}
