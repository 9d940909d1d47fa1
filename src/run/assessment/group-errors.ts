import { type GroupSums, mapePercentOf, wapePercentOf } from "../../compare/grouped-errors.ts";
import type { GroupErrors } from "../../contracts/run-result.ts";

/** A table row for each group; `null` where a formula gives 0/0. */
export function groupErrors(groups: readonly GroupSums[]): GroupErrors[] {
  return groups.map((group, index) => ({
    index,
    mapePercent: defined(mapePercentOf([group])),
    wapePercent: defined(wapePercentOf([group])),
    relativeL2: defined(Math.sqrt(group.squaredError / group.squaredBaseline)),
    maxAbsolute: group.maxAbsolute,
  }));
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
