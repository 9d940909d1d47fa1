/** What the accuracy policies work with; all settable. Points are percentage points. */
export interface AccuracyLimits {
  /** `equivalence`: how far the 90 % interval of the paired difference may reach. */
  readonly marginPoints: number;
  /** `equivalence`: the Holm-adjusted p below which a difference is real. */
  readonly alpha: number;
  /** `card`: the largest difference, either way. */
  readonly cardPoints: number;
  /** `flagrelease`: the largest drop. */
  readonly dropPoints: number;
  /** `flagrelease-relative`: the largest drop, percent of the baseline's accuracy. */
  readonly relativeDropPercent: number;
  /** `flagrelease-relative`: differences up to so many questions are noise … */
  readonly noiseQuestions: number;
  /** … where no more than so many were asked. */
  readonly noiseMaximumAsked: number;
  /** `auto-evaluation`: the difference must be smaller. */
  readonly differencePoints: number;
  /** The share of either arm's samples that may fail. */
  readonly errorBudget: number;
  /** Candidate's mean reply length over the baseline's, beyond which a warning is due. */
  readonly minLengthRatio: number;
  readonly maxLengthRatio: number;
  /** Difference between the arms' shares of truncated replies, above which a warning is due. */
  readonly truncationPoints: number;
}

export const DEFAULT_ACCURACY_LIMITS: AccuracyLimits = {
  marginPoints: 5,
  alpha: 0.05,
  cardPoints: 5,
  dropPoints: 5,
  relativeDropPercent: 5,
  noiseQuestions: 2,
  noiseMaximumAsked: 100,
  differencePoints: 0.5,
  errorBudget: 0.01,
  minLengthRatio: 0.9,
  maxLengthRatio: 1.1,
  truncationPoints: 1,
};
