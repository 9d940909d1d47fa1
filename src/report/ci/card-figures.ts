import type { CardCheckRun, CardOutcome } from "../../contracts/card-check-run.ts";
import { measuredText, statedText } from "../card-check/figures.ts";
import type { KeyFigures } from "./figures.ts";

/** A row for each of the card's, those that disagree first. */
export function cardFigures({ rows, card, checked, notOnCard }: CardCheckRun): KeyFigures {
  return {
    header: ["row of the card", "card", "run", "outcome"],
    rows: rows
      .toSorted((a, b) => URGENCY[a.outcome] - URGENCY[b.outcome])
      .map((row) => [row.metric, statedText(row), measuredText(row), row.outcome]),
    words: [0, 3],
    notes: [
      `card ${card.path}, run ${checked.id}`,
      ...(notOnCard.length === 0
        ? []
        : [`not on the card: ${notOnCard.map(({ cardName }) => cardName).join(", ")}`]),
    ],
  };
}

const URGENCY: Readonly<Record<CardOutcome, number>> = { disagrees: 0, "cannot tell": 1, agrees: 2 };
