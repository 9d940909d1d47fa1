import { editedFile } from "../../contracts/file-edit.ts";
import type { StackLife } from "../../contracts/stack-life.ts";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { makeEdits, undoEdits } from "./edits.ts";
import { type Edited, forgetState, readStates, writeState } from "./state.ts";

/** What a life needs of the run it is part of. */
export interface LifeContext {
  /** The fixed noise as a `.npy` file, for models that read it; `null` where no question is asked. */
  readonly noise: Uint8Array | null;
  readonly signal: AbortSignal;
  /** Tells how far the life is, a line at a time. */
  say(line: string): void;
}

/** A server that is up and was started by this process. */
export interface LiveStack extends AsyncDisposable {
  /** Collects evidence; a failure is told and no more, since what was measured stands. */
  gather(): Promise<void>;
}

/**
 * Brings a stack up: check → create → edit → start → ready. Disposing it ends what was begun, in the opposite order.
 * @throws FvalidateError of kind `stack`, `input` or `interrupted`; whatever had been begun is undone by then
 */
export async function bringUp(life: StackLife, context: LifeContext): Promise<LiveStack> {
  const { stack } = life.leftovers;
  const edited: Edited[] = [];
  const end = () => takeDown(life, edited, context);
  await life.check(context.signal);
  await writeState({ leftovers: life.leftovers, edited });
  try {
    await life.create(context.signal);
    await refuseSharedEdits(life);
    await makeEdits(life, async (edit) => {
      edited.push(edit);
      await writeState({ leftovers: life.leftovers, edited });
    });
    context.say(`${stack}: starting.`);
    await life.start(context.signal, context.noise);
    const milliseconds = await life.untilReady(context.signal);
    context.say(`${stack}: ready after ${(milliseconds / 1000).toFixed(1)} s.`);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    gather: () => tryGather(life, context),
    [Symbol.asyncDispose]: end,
  };
}

async function tryGather(life: StackLife, { say }: LifeContext): Promise<void> {
  try {
    await life.gather();
  } catch (error) {
    say(`${life.leftovers.stack}: its evidence could not be read: ${messageOf(error)}`);
  }
}

/** What cannot be undone now stays noted, so that a later run or `fvalidate cleanup` can. */
async function takeDown(life: StackLife, edited: readonly Edited[], { say }: LifeContext): Promise<void> {
  const { stack, token } = life.leftovers;
  try {
    await life.stop();
    // Also in a container of our own: an edited file may lie in a folder of the machine that it mounts.
    const problems = await undoEdits(life.files, edited);
    await life.remove();
    if (problems.length === 0) await forgetState(token);
    for (const problem of problems) say(`${stack}: ${problem}`);
  } catch (error) {
    say(
      `${stack}: could not be taken down: ${messageOf(error)}\nRun "fvalidate cleanup" when that is mended.`,
    );
  }
}

/** Two stacks that edit one file at a time would undo one another's edits. */
async function refuseSharedEdits(life: StackLife): Promise<void> {
  const { place, token, stack } = life.leftovers;
  if (life.edits.length === 0) return;
  const { states } = await readStates();
  const others = states.filter(
    (state) =>
      state.leftovers.token !== token && JSON.stringify(state.leftovers.place) === JSON.stringify(place),
  );
  const files = new Set(others.flatMap(({ edited }) => edited.map(({ file }) => file)));
  for (const edit of life.edits) {
    const file = await life.files.resolve(editedFile(edit));
    if (!files.has(file)) continue;
    throw new FvalidateError(
      "stack",
      `${stack}: ${file} is edited for another stack that is up, or that was killed.`,
      {
        hint: "Wait for that run, or run fvalidate cleanup. With --parallel each stack needs files of its own.",
      },
    );
  }
}
