import type { HarnessSample } from "../../contracts/harness-output.ts";

/** A share, or why there is none. */
export type Scored = Pick<HarnessSample, "score" | "error">;

/**
 * What a harness wrote down as a sample's score. Truth values are 0 and 1; what is no number from 0 to 1 is no score, and
 * said to be none.
 */
export function scoreOf(value: unknown): Scored {
  const number = typeof value === "boolean" ? Number(value) : value;
  if (typeof number === "number" && number >= 0 && number <= 1) return { score: number, error: null };
  return { score: null, error: `no score from 0 to 1: ${shown(value)}` };
}

/** How far a mean may be from the same mean summed in another order. */
const ROUNDING = 1e-12;

/** Whether the mean of the scores is the figure that the harness wrote down. */
export function isSameFigure(mean: number | null, reported: number): boolean {
  return mean !== null && Math.abs(mean - reported) <= ROUNDING;
}

/** Mean over what has a score; `null` where nothing has. */
export function meanScore(samples: readonly Scored[]): number | null {
  const scores = samples.flatMap(({ score }) => (score === null ? [] : [score]));
  return meanOf(scores);
}

export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shown(value: unknown): string {
  if (value === undefined) return "there is none";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
