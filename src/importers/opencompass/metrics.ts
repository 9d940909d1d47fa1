/** OpenCompass's own order: what stands first is the figure that its table shows for a data set. */
const ORDER = [
  "score",
  "auc_score",
  "accuracy",
  "humaneval_pass@1",
  "rouge1",
  "avg_toxicity_score",
  "bleurt_diff",
  "matthews_correlation",
  "truth",
  "f1",
  "exact_match",
  "extract_rate",
];
const SHARES = ["score", "accuracy", "humaneval_pass@1", "exact_match", "naive_average", "weighted_average"];
const NO_METRICS = ["details", "type", "bp", "sys_len", "ref_len", "extract_rate"];

/** A figure of a data set, a percentage. */
export interface Metric {
  readonly name: string;
  readonly percentage: number;
}

/** All figures of a data set from 0 to 100, the one that OpenCompass shows first. */
export function metricsOf(result: Readonly<Record<string, unknown>>): Metric[] {
  return Object.entries(result)
    .flatMap(([name, percentage]) =>
      typeof percentage === "number" && percentage >= 0 && percentage <= 100 && !NO_METRICS.includes(name)
        ? [{ name, percentage }]
        : [],
    )
    .sort((a, b) => rankOf(a.name) - rankOf(b.name));
}

/** Whether a figure of this name is a share of right answers, a percentage. */
export function isShare(name: string): boolean {
  return SHARES.includes(plainName(name));
}

function rankOf(name: string): number {
  const rank = ORDER.indexOf(plainName(name));
  return rank === -1 ? ORDER.length : rank;
}

/** Of several runs, their mean is written down: `accuracy (4 runs average)`. */
function plainName(name: string): string {
  return name.replace(/ \(\d+ runs average\)$/, "");
}
