import type { Flag } from "./command.ts";

/** Of every command that makes a run. */
export const HISTORY_FLAGS: Readonly<Record<"history" | "against", Flag>> = {
  history: {
    type: "string",
    describe:
      "where the run is recorded: history.jsonl or its folder [beside the run's]; --no-history: nowhere",
  },
  against: { type: "string", describe: "gate on drift too: blessed, last, or a run's id or folder" },
};
