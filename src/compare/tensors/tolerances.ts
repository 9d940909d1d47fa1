import type { Tolerance } from "../../contracts/pair-measurement.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { StoredDType } from "../../tensors/stored/stored-dtype.ts";

/** Where a tolerance comes from. */
export type ToleranceChoice =
  | { readonly rule: "torch" }
  /** @param reduceDimension length of the reduction behind each element, at least 1 */
  | { readonly rule: "flaggems"; readonly reduceDimension: number }
  | ({ readonly rule: "given" } & Tolerance);

/** A tolerance and the words for where it comes from. */
export interface NamedTolerance extends Tolerance {
  readonly rule: string;
}

export const TOLERANCE_RULES = ["torch", "flaggems"] as const;

type Table = Partial<Record<StoredDType, Tolerance>>;

/** `torch.testing.assert_close` of torch 2.x; what it does not list it holds to be equal. */
const TORCH: Table = {
  float16: { relative: 1e-3, absolute: 1e-5 },
  bfloat16: { relative: 1.6e-2, absolute: 1e-5 },
  float32: { relative: 1.3e-6, absolute: 1e-5 },
  float64: { relative: 1e-7, absolute: 1e-7 },
  complex64: { relative: 1.3e-6, absolute: 1e-5 },
  complex128: { relative: 1e-7, absolute: 1e-7 },
};

/** FlagGems' `RESOLUTION`, the relative tolerance of its operators' tests; integers are tested for equality. */
const FLAGGEMS_RESOLUTION: Partial<Record<StoredDType, number>> = {
  float16: 1e-3,
  bfloat16: 1.6e-2,
  float32: 1.3e-6,
  float64: 1e-7,
  float8_e4m3fn: 1e-3,
  float8_e5m2: 1e-3,
  float8_e4m3fnuz: 1e-3,
  float8_e5m2fnuz: 1e-3,
  complex64: 1.3e-6,
  complex128: 1e-7,
};
const FLAGGEMS_ABSOLUTE = 1e-4;

/**
 * How close two tensors have to be. Of two dtypes each tolerance is the looser one, as in torch.testing; a dtype that
 * a table does not list adds nothing to it.
 *
 * @throws FvalidateError of kind `usage` for a tolerance that is no limit
 */
export function toleranceFor(
  baseline: StoredDType,
  candidate: StoredDType,
  choice: ToleranceChoice,
): NamedTolerance {
  const tolerance = namedTolerance(baseline, candidate, choice);
  for (const part of ["relative", "absolute"] as const) requireLimit(part, tolerance[part]);
  return tolerance;
}

/** No difference is larger than NaN or infinity, so that every element would pass. */
function requireLimit(part: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new FvalidateError("usage", `The ${part} tolerance is ${value}, where it is a number of at least 0.`);
}

function namedTolerance(
  baseline: StoredDType,
  candidate: StoredDType,
  choice: ToleranceChoice,
): NamedTolerance {
  const dtypes = [...new Set([baseline, candidate])];
  const names = dtypes.join(" and ");
  if (choice.rule === "given") {
    const { relative, absolute } = choice;
    return { relative, absolute, rule: "--rtol and --atol" };
  }
  if (choice.rule === "torch") return { ...looser(dtypes.map(torch)), rule: `torch.testing, ${names}` };
  const { reduceDimension } = choice;
  return {
    ...looser(dtypes.map((dtype) => flagGems(dtype, reduceDimension))),
    rule: `FlagGems, ${names}${reduceDimension === 1 ? "" : `, reduce dimension ${reduceDimension}`}`,
  };
}

const EXACT: Tolerance = { relative: 0, absolute: 0 };

function torch(dtype: StoredDType): Tolerance {
  return TORCH[dtype] ?? EXACT;
}

function flagGems(dtype: StoredDType, reduceDimension: number): Tolerance {
  const relative = FLAGGEMS_RESOLUTION[dtype];
  return relative === undefined ? EXACT : { relative, absolute: FLAGGEMS_ABSOLUTE * reduceDimension };
}

function looser(tolerances: readonly Tolerance[]): Tolerance {
  return {
    relative: Math.max(...tolerances.map(({ relative }) => relative)),
    absolute: Math.max(...tolerances.map(({ absolute }) => absolute)),
  };
}
