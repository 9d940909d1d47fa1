import { undoPlace } from "../../stacks/managed/undo-place.ts";
import { messageOf } from "../../support/errors.ts";
import { undoEdits } from "./edits.ts";
import { forgetState, isOwned, readStates, type State } from "./state.ts";

/** What became of a killed run's stack. */
export interface Undone {
  readonly state: State;
  /** Why something of it is still there; `null` when nothing is. */
  readonly problem: string | null;
}

/** Ends the processes, undoes the edits and removes the containers that killed runs left behind. */
export async function undoLeftovers(): Promise<Undone[]> {
  const undone: Undone[] = [];
  for (const state of await readStates()) {
    if (!isOwned(state)) undone.push({ state, problem: await undoOne(state) });
  }
  return undone;
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
