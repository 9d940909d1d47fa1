import type { Flag } from "./command.ts";

/** Of every command that makes a run. */
export const CI_FLAGS: Readonly<Record<"ci", Flag>> = {
  ci: {
    type: "string",
    describe: "github, gitlab or none: whom to tell of the run [what their variables say]; --no-ci: none",
  },
};
