import type { Paint } from "../report/paint.ts";
import { colour } from "../support/terminal.ts";

const VERDICT_COLOURS = { consistent: "green", inconsistent: "red", inconclusive: "yellow" } as const;

/** How texts on the terminal are painted. */
export const PAINT: Paint = {
  verdict: (word, verdict) => colour(word, "bold", VERDICT_COLOURS[verdict]),
  warning: (text) => colour(text, "yellow"),
};
