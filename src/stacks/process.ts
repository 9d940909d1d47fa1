import { openManaged } from "./managed/open.ts";
import { managedOptions } from "./managed/settings.ts";
import type { Target } from "./target.ts";

/** A server that is started as a process, here or over ssh, and ended after its last question. */
export const processTarget: Target<typeof managedOptions> = {
  name: "process",
  description: "a server that is started as a process, on this machine or over ssh",
  options: managedOptions,
  paths: [],
  open: (settings, context) =>
    openManaged({ settings, box: () => ({ kind: "process" }), source: "process" }, context),
};
