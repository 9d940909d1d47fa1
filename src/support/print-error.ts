import { FvalidateError, messageOf } from "./errors.ts";
import { colour, note } from "./terminal.ts";

/** Says what went wrong and what to do; where it went wrong in the code only when asked. */
export function printError(error: unknown, debug: boolean): void {
  note(`${colour("error", "red")}: ${messageOf(error)}`);
  if (error instanceof FvalidateError) {
    if (error.log !== undefined) note(error.log.replace(/^/gm, "  | "));
    if (error.hint !== undefined) note(`  ${error.hint}`);
  } else if (!debug) {
    note("  This is a fault in fvalidate: run again with --debug and report what it prints.");
  }
  if (debug && error instanceof Error) note(describe(error));
}

function describe(error: Error): string {
  const cause =
    error.cause === undefined
      ? ""
      : `\ncaused by ${error.cause instanceof Error ? error.cause.stack : messageOf(error.cause)}`;
  return `${error.stack ?? ""}${cause}`;
}
