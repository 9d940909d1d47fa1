import type { BenchRun } from "../../contracts/bench-run.ts";
import type { HistoryMetric } from "../../contracts/history.ts";
import { metric } from "./metric.ts";

/** What the history needs of a run that was checked against a published card. */
export interface CheckedCard
  extends Pick<BenchRun, "id" | "createdAt" | "status" | "tool" | "suite" | "verdict"> {
  readonly kind: "card";
  readonly baseline: Pick<BenchRun["baseline"], "stack" | "label" | "environment">;
  readonly candidate: Pick<BenchRun["baseline"], "stack" | "label" | "environment">;
  readonly card: { readonly path: string; readonly sha256: string };
  readonly rows: readonly { readonly outcome: "agrees" | "disagrees" | "cannot tell" }[];
}

/** How many of the card's rows the run bears out. */
export function cardMetrics({ rows }: CheckedCard): HistoryMetric[] {
  const count = (
    key: string,
    outcome: CheckedCard["rows"][number]["outcome"],
    better: HistoryMetric["better"],
  ) =>
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

export function cardConditions({ card }: CheckedCard): Record<string, string> {
  return { card: card.sha256 };
}
