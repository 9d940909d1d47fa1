import type { ComparedRun } from "../../contracts/run-result.ts";
import { printFixed } from "../numbers.ts";

/** The MAPE of the run's convention as a model card prints it, and the convention where it is another one than theirs. */
export interface MapeFigure {
  /** Such as `1.4152%`; `undefined` where the convention has none. */
  readonly text: string;
  /** `null` for the cards' own. */
  readonly convention: string | null;
}

export function mapeFigure({ mapeConvention, mapeConventions }: ComparedRun, decimals: number): MapeFigure {
  const percent = mapeConventions[mapeConvention];
  return {
    text: typeof percent === "number" ? `${printFixed(percent, decimals)}%` : "undefined",
    convention: mapeConvention === "naive" ? null : mapeConvention,
  };
}
