import type { Paint } from "../report/paint.ts";
import { colour } from "../support/terminal.ts";

const VERDICT_COLOURS = { consistent: "green", inconsistent: "red", inconclusive: "yellow" } as const;

/** How verdicts and warnings look on a terminal that has colours. */
export const PAINT: Paint = {
  verdict: (word, verdict) => colour(word, "bold", VERDICT_COLOURS[verdict]),
  warning: (text) => colour(text, "yellow"),
};
