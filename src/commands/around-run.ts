import { undoLeftovers } from "../run/lives/undo.ts";
import { abortOnSignals, type Signals } from "../support/signals.ts";
import { printUndone } from "./cleanup.ts";

/** What surrounds everything that may start stacks: what killed runs left behind is undone, and Ctrl-C is heard, once. */
export async function aroundRun(body: (signals: Signals) => Promise<number>): Promise<number> {
  using signals = abortOnSignals();
  printUndone(await undoLeftovers());
  // Awaited: the handlers stay as long as it runs.
  return await body(signals);
}
