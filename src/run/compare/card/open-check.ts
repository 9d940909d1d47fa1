import type { CardCheck } from "../../../contracts/card-check-run.ts";

/** A check before its p is adjusted for the number of figures compared. */
export interface OpenCheck extends Omit<CardCheck, "holmP" | "outcome" | "reason"> {
  /** Why it cannot be told; `null` where it can. */
  readonly untold: string | null;
  /** What a reader should know beside the figures. */
  readonly remark?: string;
  /** For what no test decides, such as a MAPE: that it agrees, and why. */
  readonly agreement?: string;
}

/** A figure that cannot be compared, and why. */
export function untold(head: Pick<CardCheck, "what" | "unit" | "card" | "run">, reason: string): OpenCheck {
  return { ...head, apart: null, apartInterval: null, p: null, untold: reason };
}
