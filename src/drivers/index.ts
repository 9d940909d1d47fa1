import { FvalidateError } from "../support/errors.ts";
import { flagscaleG0, flagscaleG1 } from "./flagscale-g1.ts";
import { flagscaleG2 } from "./flagscale-g2.ts";
import { flagscalePi05 } from "./flagscale-pi05.ts";
import { openpiWebsocket } from "./openpi-websocket.ts";
import type { Profile } from "./profile.ts";

/** Every wire protocol of pi0 servers, oldest first. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  "flagscale-g0": flagscaleG0,
  "flagscale-g1": flagscaleG1,
  "flagscale-pi05": flagscalePi05,
  "flagscale-g2": flagscaleG2,
  "openpi-websocket": openpiWebsocket,
};

/** @throws FvalidateError of kind `suite` for a name that is not registered. */
export function profileNamed(name: string): Profile {
  const profile = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined;
  if (profile !== undefined) return profile;
  throw new FvalidateError("suite", `There is no profile "${name}".`, {
    hint: `Profiles: ${Object.keys(PROFILES).join(", ")}.`,
  });
}
