import { type Undone, undoLeftovers } from "../run/lives/undo.ts";
import { note, printLine } from "../support/terminal.ts";
import type { Command } from "./command.ts";

/** `fvalidate cleanup` */
export const cleanupCommand: Command = {
  flags: {},
  async run() {
    const undone = await undoLeftovers();
    if (undone.length === 0) printLine("Nothing is left behind.");
    printUndone(undone);
    return undone.some(({ problem }) => problem !== null) ? 3 : 0;
  },
};

/** Tells what became of the stacks that killed runs left behind. */
export function printUndone(undone: readonly Undone[]): void {
  for (const { what, problem } of undone) {
    note(problem === null ? `Cleaned up ${what}.` : `Could not clean up ${what}: ${problem}`);
  }
}
