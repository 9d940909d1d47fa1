/** What is known of one reply. A run that asks keeps all of it; another program's output may lack any of it. */
export interface Reply {
  /** `null` where only what was made of it is known. */
  readonly text: string | null;
  readonly reasoning: string | null;
  readonly finishReason: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly latencyMilliseconds: number | null;
}

/** What became of one question asked once. */
export type Sample =
  | { readonly state: "error"; readonly message: string }
  | {
      readonly state: "scored" | "truncated" | "unparsed";
      readonly score: number;
      /** `null` where no answer was found, or where it is not known which one was. */
      readonly prediction: string | null;
      /** Whether no answer was found; where absent, a `null` prediction says so. */
      readonly unparsed?: boolean;
      readonly wouldGuess: boolean;
      readonly record: Reply;
    };
export type AnsweredSample = Exclude<Sample, { state: "error" }>;
