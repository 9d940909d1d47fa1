import { z } from "zod";
import type { KinematicChain } from "../compare/kinematics/chain.ts";
import { readCheckedYaml } from "./checked-yaml.ts";

export const KINEMATICS_SCHEMA = "fvalidate.kinematics/1";

/** One row of a Denavit–Hartenberg table. */
const row = z.strictObject({
  /** Which action dimension turns the joint, from 0; left out for a row that nothing turns, such as a tool's. */
  action: z.int().nonnegative().optional(),
  aMetres: z.number(),
  alphaRadians: z.number(),
  dMetres: z.number(),
  thetaOffsetRadians: z.number().default(0),
});
type Row = z.infer<typeof row>;

const schema = z.strictObject({
  schema: z.literal(KINEMATICS_SCHEMA),
  name: z.string().min(1),
  source: z.string().min(1),
  convention: z.enum(["standard", "modified"]),
  actionAngles: z.enum(["radians", "degrees"]),
  /** From the base to the end effector. Action dimensions that turn no joint, such as a gripper's, are left out. */
  joints: z
    .array(row)
    .min(1)
    .refine((rows) => actionsOf(rows).length > 0, "no action turns any of them")
    .refine(
      (rows) => new Set(actionsOf(rows)).size === actionsOf(rows).length,
      "one action turns two of them",
    ),
});

/**
 * Reads the kinematics of a robot arm.
 * @throws FvalidateError of kind `suite`; problems in the file are listed as `file:line:column: what, what is allowed`.
 */
export async function loadKinematics(path: string): Promise<KinematicChain> {
  const { content } = await readCheckedYaml({ path, what: "kinematics" }, schema);
  const { schema: _, joints, ...chain } = content;
  return { ...chain, joints: joints.map((joint) => ({ ...joint, action: joint.action ?? null })) };
}

function actionsOf(rows: readonly Row[]): number[] {
  return rows.flatMap(({ action }) => (action === undefined ? [] : [action]));
}
