import { FvalidateError } from "../support/errors.ts";
import { flagscaleG0 } from "./flagscale-g0.ts";
import { flagscaleG1 } from "./flagscale-g1.ts";
import { flagscaleG2 } from "./flagscale-g2.ts";
import { flagscalePi05 } from "./flagscale-pi05.ts";
import { openpiWebsocket } from "./openpi-websocket.ts";
import type { Profile } from "./profile.ts";

/** Every wire protocol of pi0 servers, oldest first. */
export const PROFILES = {
  "flagscale-g0": flagscaleG0,
  "flagscale-g1": flagscaleG1,
  "flagscale-pi05": flagscalePi05,
  "flagscale-g2": flagscaleG2,
  "openpi-websocket": openpiWebsocket,
} satisfies Readonly<Record<string, Profile>>;

/** @throws FvalidateError of kind `suite` for a name that is not registered. */
export function profileNamed(name: string): Profile {
  const profiles = new Map<string, Profile>(Object.entries(PROFILES));
  const profile = profiles.get(name);
  if (profile !== undefined) return profile;
  throw new FvalidateError("suite", `There is no profile "${name}".`, {
    hint: `Profiles: ${[...profiles.keys()].join(", ")}.`,
  });
}
