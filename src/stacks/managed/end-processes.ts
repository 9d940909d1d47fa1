import { setTimeout as sleep } from "node:timers/promises";
import { FvalidateError } from "../../support/errors.ts";
import type { Place } from "../place/place.ts";
import { ownProcesses } from "./process-table.ts";
import { processes, signalProcesses } from "./scripts.ts";

const LOOK_EVERY_MILLISECONDS = 100;
/** After SIGKILL the kernel takes a process away in no time, unless a driver holds it. */
const KILL_MILLISECONDS = 15_000;

/**
 * Ends a stack's processes by their ids, politely first, and waits until they are gone.
 * @throws FvalidateError of kind `stack` that names those which stay
 */
export async function endProcesses(place: Place, token: string, politeMilliseconds: number): Promise<void> {
  const left = async () => ownProcesses((await place.run(processes(token))).toString("utf8")).ids;
  const sent = new Set<number>();
  const begun = Date.now();
  for (;;) {
    const ids = await left();
    if (ids.length === 0) return;
    const waited = Date.now() - begun;
    const isPolite = waited < politeMilliseconds;
    if (waited > politeMilliseconds + KILL_MILLISECONDS) throw cannotEnd(place, ids);
    // A process that got its signal is given time; new ones that it left behind get theirs.
    const due = isPolite ? ids.filter((id) => !sent.has(id)) : ids;
    if (due.length > 0) await place.run(signalProcesses(isPolite ? "TERM" : "KILL", due));
    for (const id of due) sent.add(id);
    await sleep(LOOK_EVERY_MILLISECONDS);
  }
}

function cannotEnd({ description }: Place, ids: readonly number[]): FvalidateError {
  return new FvalidateError(
    "stack",
    `${description}: processes ${ids.join(", ")} of the server do not end, not even by SIGKILL.`,
    {
      hint: "A device driver may hold them. Look at them with ps; when they are gone, run fvalidate cleanup.",
    },
  );
}
