/** How the paired difference is bounded, and the test of equivalence that goes with it. */
export interface IntervalMethod {
  /** In words, for the report. */
  readonly description: string;
  /** The difference's interval, fractions. */
  interval(confidence: number): readonly [low: number, high: number];
  /** p of two one-sided tests, at most 5 % exactly where the 90 % interval lies within ±margin (a fraction). */
  equivalenceP(margin: number): number;
}
