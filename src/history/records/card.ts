import type { CardCheckRun, CardOutcome } from "../../contracts/card-check-run.ts";
import type { HistoryMetric } from "../../contracts/history.ts";
import { metric } from "./metric.ts";

/** How many of the card's rows the run bears out. */
export function cardMetrics({ rows }: CardCheckRun): HistoryMetric[] {
  const count = (key: string, outcome: CardOutcome, better: HistoryMetric["better"]) =>
    metric({
      key,
      label: `rows of the card: ${outcome}`,
      unit: "rows",
      value: rows.filter((row) => row.outcome === outcome).length,
      limit: outcome === "disagrees" ? { comparison: "=", value: 0 } : null,
      better,
    });
  return [
    count("agrees", "agrees", "higher"),
    count("disagrees", "disagrees", "lower"),
    count("cannotTell", "cannot tell", "lower"),
  ];
}

export function cardConditions({ card }: CardCheckRun): Record<string, string> {
  return { card: card.sha256 };
}
