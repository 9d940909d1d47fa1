import { mergeShards } from "../run/shards/merge.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed, text } from "./arguments.ts";
import { CI_FLAGS } from "./ci-flags.ts";
import type { Command } from "./command.ts";
import { finishRun } from "./finish-run.ts";
import { FORMAT_FLAG } from "./format-flag.ts";
import { HISTORY_FLAGS } from "./history-flags.ts";

export const MERGE_FLAGS = {
  ...HISTORY_FLAGS,
  ...FORMAT_FLAG,
  ...CI_FLAGS,
  "allow-missing-shards": {
    type: "boolean",
    describe: "merge what there is; the run stays incomplete and its verdict open",
  },
  "allow-inconclusive": { type: "boolean", describe: "exit 0 instead of 4 when the verdict is inconclusive" },
  "output-path": { type: "string", describe: "where the merged run's folder is made [reports]" },
  json: { type: "boolean", describe: "print the result as JSON and nothing else" },
} as const;

/** `fvalidate merge RUN…` */
export const mergeCommand: Command = {
  flags: MERGE_FLAGS,
  examples: [
    ["$0 merge reports/bench-*-shard-*", "join the runs of all shards, and judge them"],
    ["$0 merge reports --allow-missing-shards", "what there is so far"],
  ],
  async run(parsed) {
    using signals = abortOnSignals();
    const { result, folder } = await mergeShards({
      paths: pathsOf(parsed),
      outputPath: text(parsed, "output-path") ?? "reports",
      allowMissing: isSet(parsed, "allow-missing-shards"),
      signal: signals.signal,
      onNote: note,
    });
    if (isSet(parsed, "json")) note(result.origin);
    else printLine(result.origin);
    return finishRun({ result, folder, failure: null }, parsed, signals);
  },
};

function pathsOf(parsed: Parsed): string[] {
  return [parsed["shards"] ?? []].flat().map(String);
}
