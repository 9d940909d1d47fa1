import type { CardOutcome } from "../../contracts/card-check-run.ts";
import type { Tone } from "../page/tones.ts";

/** How the outcome of a card's row is coloured. */
export const CARD_TONES: Readonly<Record<CardOutcome, Tone>> = {
  agrees: "good",
  disagrees: "bad",
  "cannot tell": "open",
};
