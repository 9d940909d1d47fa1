import { FvalidateError, messageOf } from "./errors.ts";
import { colour, note } from "./terminal.ts";

/** Says what went wrong and what to do; where it went wrong in the code only when asked. */
export function printError(error: unknown, debug: boolean): void {
  note(`${colour("error", "red")}: ${harmless(messageOf(error))}`);
  if (error instanceof FvalidateError) {
    if (error.log !== undefined) note(error.log.replace(/^/gm, "  | "));
    if (error.hint !== undefined) note(`  ${harmless(error.hint)}`);
  } else if (!debug) {
    note("  This is a fault in fvalidate: run again with --debug and report what it prints.");
  }
  if (debug && error instanceof Error) note(describe(error));
}

/** Messages repeat names and beginnings of files, which could move a terminal's cursor or change its colours. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === "\n" || character === "\t"
      ? character
      : `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );
}

function describe(error: Error): string {
  const cause =
    error.cause === undefined
      ? ""
      : `\ncaused by ${error.cause instanceof Error ? error.cause.stack : messageOf(error.cause)}`;
  return `${error.stack ?? ""}${cause}`;
}
