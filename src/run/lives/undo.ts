import { undoPlace } from "../../stacks/managed/undo-place.ts";
import { messageOf } from "../../support/errors.ts";
import { undoEdits } from "./edits.ts";
import { forgetState, isOwned, readStates, type State } from "./state.ts";

/** What became of a killed run's stack. */
export interface Undone {
  /** The stack and the process that left it, in words. */
  readonly what: string;
  /** Why something of it is still there; `null` when nothing is. */
  readonly problem: string | null;
}

/** Ends the processes, undoes the edits and removes the containers that killed runs left behind. */
export async function undoLeftovers(): Promise<Undone[]> {
  const undone: Undone[] = [];
  const { states, unreadable } = await readStates();
  for (const state of states) {
    if (!isOwned(state)) undone.push({ what: describe(state), problem: await undoOne(state) });
  }
  const unknown = unreadable.map(({ message, hint }) => ({
    what: "something",
    problem: `${message} ${hint}`,
  }));
  return [...undone, ...unknown];
}

function describe({ leftovers, owner }: State): string {
  return `${leftovers.stack}, which a killed run (process ${owner.process}) left behind`;
}

async function undoOne({ leftovers, edited }: State): Promise<string | null> {
  try {
    const place = undoPlace(leftovers);
    if (!(await place.exists())) {
      await forgetState(leftovers.token);
      return null;
    }
    await place.wake();
    await place.endProcesses();
    const problems = await undoEdits(place.files, edited);
    await place.remove();
    if (problems.length > 0) return problems.join(" ");
    await forgetState(leftovers.token);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
