/** A robot arm as Denavit and Hartenberg describe one: what its joints' angles make of its end effector's pose. */
export interface KinematicChain {
  readonly name: string;
  /** Where its numbers come from. */
  readonly source: string;
  /**
   * `standard`: Rz(θ) Tz(d) Tx(a) Rx(α) for each row. `modified`, after Craig: Rx(α) Tx(a) Rz(θ) Tz(d).
   */
  readonly convention: "standard" | "modified";
  /** The unit of the actions that are joint angles. */
  readonly actionAngles: "radians" | "degrees";
  /** From the base to the end effector. */
  readonly joints: readonly ChainRow[];
}

export interface ChainRow {
  /** Which action dimension turns it; `null` for a row that nothing turns, such as a tool's. */
  readonly action: number | null;
  readonly aMetres: number;
  readonly alphaRadians: number;
  readonly dMetres: number;
  /** Added to the joint's angle. */
  readonly thetaOffsetRadians: number;
}

/** The largest action dimension that turns a joint. */
export function lastAction({ joints }: KinematicChain): number {
  return Math.max(...joints.map(({ action }) => action ?? 0));
}
