import { FvalidateError } from "../support/errors.ts";
import { choice, type Parsed } from "./arguments.ts";
import type { Command } from "./command.ts";
import { addRuns, blessRun, driftOfRun, unblessRun } from "./history-actions.ts";
import { showHistory } from "./history-show.ts";

const ACTIONS = {
  show: showHistory,
  bless: (parsed: Parsed) => blessRun(parsed, oneRun(parsed, "bless")),
  unbless: (parsed: Parsed) => unblessRun(parsed, oneRun(parsed, "unbless")),
  add: (parsed: Parsed) => addRuns(parsed, runsIn(parsed)),
  drift: (parsed: Parsed) => driftOfRun(parsed, oneRun(parsed, "drift")),
} as const;
type Action = keyof typeof ACTIONS;

/** `fvalidate history` */
export const historyCommand: Command = {
  flags: {
    history: { type: "string", describe: "history.jsonl, or the folder that holds it [reports]" },
    suite: { type: "string", describe: "show: this suite's runs alone" },
    metric: {
      type: "string",
      describe:
        "show: these figures alone: a key, a benchmark or a figure (mmlu, deltaPoints), comma-separated",
    },
    all: { type: "boolean", describe: "show: every recorded figure" },
    last: { type: "number", describe: "show: how many runs of each series, the latest; at most 200 [60]" },
    seed: { type: "number", describe: "show: of the change points' permutations [42]" },
    ascii: { type: "boolean", describe: "show: no Unicode blocks (chosen where the locale has none)" },
    note: { type: "string", describe: "bless: why this run is the reference" },
    against: { type: "string", describe: "drift: blessed, last, or a run's id or folder [blessed]" },
    "allow-inconclusive": { type: "boolean", describe: "drift: exit code 0 where it cannot be told" },
    json: { type: "boolean", describe: "print JSON" },
  },
  examples: [
    ["$0 history", "the trend of every series in reports/history.jsonl, and where it changed"],
    ['$0 history bless reports/pi0-… --note "release 1.2"', "make a run the reference of its series"],
    ["$0 history drift reports/pi0-… --against blessed", "has anything moved since the reference?"],
    ["$0 history add reports/*/", "take finished runs into the history"],
  ],
  async run(parsed) {
    const action = choice(parsed, "action", Object.keys(ACTIONS) as Action[]) ?? "show";
    if (action === "show" && runsIn(parsed).length > 0) {
      throw new FvalidateError("usage", "fvalidate history show takes no runs.", {
        hint: "Choose series with --suite and figures with --metric.",
      });
    }
    return ACTIONS[action](parsed);
  },
};

function runsIn(parsed: Parsed): string[] {
  const runs = parsed["runs"];
  return Array.isArray(runs) ? runs.map(String) : [];
}

function oneRun(parsed: Parsed, action: Action): string {
  const [run, ...others] = runsIn(parsed);
  if (run !== undefined && others.length === 0) return run;
  throw new FvalidateError("usage", `fvalidate history ${action} takes one run: its id or its folder.`, {
    hint: "See fvalidate history for the ids.",
  });
}
