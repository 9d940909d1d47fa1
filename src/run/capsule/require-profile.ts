import type { Profile } from "../../drivers/profile.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { OpenedCapsule } from "./open.ts";

/** @throws FvalidateError of kind `comparison` for requests of another protocol than the servers speak */
export function requireProfile({ folder, profileName }: OpenedCapsule, { name }: Profile): void {
  if (profileName === name) return;
  throw new FvalidateError(
    "comparison",
    `The capsule ${folder} holds requests of the profile ${profileName}, not of ${name}.`,
    { hint: `Run with --profile ${profileName}.` },
  );
}
