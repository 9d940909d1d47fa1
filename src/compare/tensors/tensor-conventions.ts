import { MAPE_CONVENTIONS, type MapeConventionName } from "../metrics/mape-conventions.ts";

/** Those that need no more than the pairs of elements; the floor's scale is that of an action dimension. */
export const TENSOR_CONVENTIONS = (Object.keys(MAPE_CONVENTIONS) as MapeConventionName[]).filter(
  (name) => name !== "floor",
);
