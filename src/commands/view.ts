import { runAddress } from "../report/view/addresses.ts";
import { chooseRun } from "../run/view/choose-run.ts";
import { startViewServer } from "../run/view/server.ts";
import { FvalidateError } from "../support/errors.ts";
import { openInBrowser } from "../support/open-browser.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, numberFlag, text } from "./arguments.ts";
import type { Command } from "./command.ts";

/** `fvalidate view [RUN]` */
export const viewCommand: Command = {
  flags: {
    reports: { type: "string", describe: "the folder that holds the runs' folders [reports]" },
    port: { type: "number", describe: "the port on 127.0.0.1, 0 for any free one [0]" },
    open: { type: "boolean", describe: "open it in the browser" },
  },
  examples: [
    ["$0 view", "all runs in reports/, and any two of them side by side"],
    ["$0 view reports/pi0-… --open", "one run's page first, in the browser"],
  ],
  async run(parsed) {
    const port = portOf(parsed);
    const { reports, run } = await chooseRun(text(parsed, "reports") ?? "reports", text(parsed, "run"));
    using signals = abortOnSignals();
    await using server = await startViewServer(reports, port);
    const address = `${server.url}${run === null ? "/" : runAddress(run)}`;
    printLine(address);
    note(`Showing ${reports.path} to this machine alone. Ctrl-C stops it.`);
    if (isSet(parsed, "open")) await open(address);
    await stopped(signals.signal);
    return 0;
  },
};

function portOf(parsed: Parameters<Command["run"]>[0]): number {
  const port = numberFlag(parsed, "port", { minimum: 0, maximum: 65_535 }) ?? 0;
  if (Number.isInteger(port)) return port;
  throw new FvalidateError("usage", `--port takes a whole number, not ${port}.`);
}

async function open(address: string): Promise<void> {
  const problem = await openInBrowser(address);
  if (problem !== null) note(`The browser could not be opened (${problem}): open ${address} yourself.`);
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
