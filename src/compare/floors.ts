import type { ActionSet } from "../contracts/actions.ts";
import { numberOf } from "../contracts/figures.ts";
import { type Measurement, measure } from "./measure.ts";

/** How far a stack is from itself: asked again, or asked with an input moved. */
export type Floor = KnownFloor | UnknownFloor;

export interface KnownFloor {
  readonly wapePercent: number;
  readonly mapePercent: number | null;
  readonly maxAbsolute: number;
  readonly bitIdentical: boolean;
  /** Whether NaN and infinities stand at the same positions. */
  readonly sameNonFinite: boolean;
  /** What was done to the input: "asked again", "every noise value up by one float32 ulp", … */
  readonly change: string;
}

export interface UnknownFloor {
  readonly wapePercent: null;
  readonly reason: string;
}

/** @param pair the same questions to the same stack, twice */
export function floorOf(pair: { first: ActionSet; second: ActionSet }, change: string): Floor {
  return floorOfMeasurement(measure({ baseline: pair.first, candidate: pair.second }), change);
}

/** What was measured between a stack and itself, as a floor. */
export function floorOfMeasurement(measurement: Measured, change: string): Floor {
  const wapePercent = numberOf(measurement.figures, "wapePercent");
  if (wapePercent === null) return { wapePercent: null, reason: whyNoFloor(measurement) };
  return {
    wapePercent,
    mapePercent: numberOf(measurement.figures, "mapePercent"),
    maxAbsolute: numberOf(measurement.figures, "maxAbsolute") ?? 0,
    bitIdentical: measurement.bitIdentical,
    sameNonFinite: measurement.nonFinite.mismatches === 0,
    change,
  };
}

type Measured = Pick<Measurement, "figures" | "bitIdentical"> & {
  readonly nonFinite: { readonly mismatches: number };
};

function whyNoFloor({ figures }: Measured): string {
  return `WAPE is undefined: ${String(figures["wapePercentReason"] ?? "no finite pair of elements")}`;
}
