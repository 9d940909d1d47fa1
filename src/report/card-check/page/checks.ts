import type { CardCheck, CardCheckRow, CardCheckRun } from "../../../contracts/card-check-run.ts";
import { NO_FIGURE, printProbability } from "../../bench/figures.ts";
import { html, type Markup, shortened } from "../../page/markup.ts";
import { type SortedCell, type TableRow, table } from "../../page/table.ts";
import { tag } from "../../page/tones.ts";
import { printApart, printInterval, printValue } from "../figures.ts";
import { CARD_TONES } from "../tones.ts";

const MOST = 1000;

/** Every figure of the card that the run has too, with both intervals; `null` where there is none. */
export function checksBody({ rows, settings }: CardCheckRun): Markup | null {
  const checks = rows.flatMap((row) => row.checks.map((check) => ({ row, check })));
  if (checks.length === 0) return null;
  return html`<p>Run − card is taken at the value within the card's rounding that is nearest to the run. Accuracies: two unpaired proportions, Newcombe's interval. Differences: the card's beside the run's paired interval. A figure disagrees where p, Holm-adjusted over all figures, is below ${settings.alpha}.</p>
${table({
  caption: `Each figure of the card beside the run's, with 95 % intervals${checks.length > MOST ? `; the first ${MOST} of ${checks.length}` : ""}`,
  columns: [
    { title: "card" },
    { title: "figure" },
    { title: "card states", isNumber: true },
    { title: "its interval", isNumber: true },
    { title: "its n", isNumber: true },
    { title: "run", isNumber: true },
    { title: "its interval", isNumber: true },
    { title: "its n", isNumber: true },
    { title: "run − card", isNumber: true },
    { title: "its interval", isNumber: true },
    { title: "p (Holm)", isNumber: true },
    { title: "outcome" },
  ],
  rows: checks.slice(0, MOST).map(({ row, check }) => checkRow(row, check)),
  isSortable: true,
})}`;
}

function checkRow({ metric }: CardCheckRow, check: CardCheck): TableRow {
  const { card, run, unit, outcome, holmP } = check;
  return {
    cells: [
      shortened(metric, 300),
      check.what,
      sorted(printValue(card.value, unit), card.value),
      printInterval(card.interval, unit),
      card.n ?? NO_FIGURE,
      sorted(printValue(run.value, unit), run.value),
      printInterval(run.interval, unit),
      run.n ?? NO_FIGURE,
      sorted(printApart(check), check.apart),
      printInterval(check.apartInterval, unit),
      sorted(printProbability(holmP), holmP),
      tag(outcome, CARD_TONES[outcome]),
    ],
    ...(outcome === "agrees" ? {} : { mark: outcome === "disagrees" ? "bad" : "open" }),
  };
}

function sorted(shown: string, value: number | null): SortedCell {
  return { shown, sort: value ?? "" };
}
