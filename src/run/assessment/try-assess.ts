import { FvalidateError } from "../../support/errors.ts";
import type { JudgedPi0 } from "../options.ts";
import { type Assessment, assess } from "./assess.ts";
import type { AssessmentRequest } from "./request.ts";

/** What came of a comparison, or why there is none. */
export interface Assessed {
  readonly assessment: Assessment | null;
  readonly failure: FvalidateError | null;
}

/** Compares what both arms answered; answers that cannot be compared are a failure of the run, not of this tool. */
export function tryAssess(
  request: Pick<AssessmentRequest, "answers" | "golden" | "repeatReasons" | "perturbation"> & {
    readonly options: JudgedPi0;
  },
): Assessed {
  const { options, ...rest } = request;
  const { mapeConvention, actionDimensions, seed, suite } = options;
  try {
    const assessment = assess({
      ...rest,
      mapeConvention,
      actionDimensions,
      kinematics: suite.kinematics,
      seed,
    });
    return { assessment, failure: null };
  } catch (error) {
    if (error instanceof FvalidateError) return { assessment: null, failure: error };
    throw error;
  }
}
