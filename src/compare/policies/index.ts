import { FvalidateError } from "../../support/errors.ts";
import { ascendPolicy } from "./ascend.ts";
import { cardPolicy } from "./card.ts";
import { floorPolicy } from "./floor.ts";
import type { Policy } from "./policy.ts";

/** The policies for action tensors. */
export const POLICIES = {
  floor: floorPolicy,
  card: cardPolicy,
  ascend: ascendPolicy,
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof POLICIES;

/** @throws FvalidateError of kind `usage` for a name that is not registered. */
export function policyNamed(name: string): Policy {
  const policy = Object.values(POLICIES).find((known) => known.name === name);
  if (policy !== undefined) return policy;
  throw new FvalidateError("usage", `There is no policy "${name}".`, {
    hint: `Known policies: ${Object.keys(POLICIES).join(", ")}.`,
  });
}
