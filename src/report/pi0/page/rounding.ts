import type { ComparedRun } from "../../../contracts/run-result.ts";

/** The perturbation floor where it is known, as charts draw it. */
export interface RoundingFloor {
  readonly wapePercent: number;
  readonly mapePercent: number | null;
  readonly maxAbsolute: number | null;
}

export function roundingFloor({ floors: { perturbation } }: ComparedRun): RoundingFloor | null {
  const { wapePercent } = perturbation;
  if (typeof wapePercent !== "number") return null;
  const { mapePercent, maxAbsolute } = perturbation;
  return { wapePercent, mapePercent: finite(mapePercent), maxAbsolute: finite(maxAbsolute) };
}

/** A figure of a result as a number; `null` for one that is absent or not finite. */
export function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
