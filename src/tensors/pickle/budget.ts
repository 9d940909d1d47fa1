import { refusedPickle } from "./refused.ts";

/**
 * What reading one pickle may cost. A few bytes of a pickle can name a long value again and again, so everything that
 * copies is charged.
 */
export interface Budget {
  /** @throws FvalidateError of kind `input` once all is spent */
  spend(units: number, at: number): void;
}

/** One is an operation, an item or a byte that is copied. A checkpoint takes about 200 for each of its tensors. */
const UNITS = 2 ** 25;

export function makeBudget(units = UNITS): Budget {
  let left = units;
  return {
    spend(spent, at) {
      left -= spent;
      if (left < 0) throw refusedPickle(`it takes more than ${units} steps to read`, at);
    },
  };
}
