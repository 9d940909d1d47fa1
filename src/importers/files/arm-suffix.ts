import { kindOfPath } from "./places.ts";

/** A path, and which arm of a run is meant by it. */
export interface ArmPath {
  readonly place: string;
  /** `null` where the path names none. */
  readonly arm: "baseline" | "candidate" | null;
}

/**
 * Takes `#baseline` or `#candidate` off a path's end. A file that is really called so is taken as it is.
 */
export async function splitArm(path: string): Promise<ArmPath> {
  const suffix = /^(.+)#(baseline|candidate)$/s.exec(path);
  if (suffix === null || (await kindOfPath(path)) !== null) return { place: path, arm: null };
  const [, place = path, arm] = suffix;
  return { place, arm: arm === "baseline" ? "baseline" : "candidate" };
}
