import { numberOf } from "../../contracts/figures.ts";
import type { TensorFindings, TensorRules } from "./findings.ts";

/** MAPE in the convention that was asked for, or why it is undefined. */
export function mapeOf({ measurement }: TensorFindings, { mapeConvention }: TensorRules) {
  const { mapeConventions } = measurement;
  const reason = mapeConventions[`${mapeConvention}Reason`];
  return {
    mapeConvention,
    mapePercent: numberOf(mapeConventions, mapeConvention),
    mapeReason: typeof reason === "string" ? reason : null,
  };
}
