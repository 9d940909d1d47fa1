/** One question as another harness asked and scored it. */
export interface HarnessSample {
  /** The harness's own id, unique within its task; a repeat of the same question has the same id. */
  readonly id: string;
  /** SHA-256 of what was asked (the question's content, not the reply); `null` where the output does not hold it. */
  readonly contentSha256: string | null;
  /** 0 for the first time it was asked. */
  readonly repeat: number;
  /** 0 to 1; `null` for a request that failed or was not scored. */
  readonly score: number | null;
  /** Why there is no score. */
  readonly error: string | null;
  /** The model's text, where the output holds it. */
  readonly reply: string | null;
  /** What the harness extracted from it; `null` where it found nothing or does not say. */
  readonly prediction: string | null;
  readonly gold: string | null;
  /** Whether the reply was cut off; `null` where the output does not say. */
  readonly truncated: boolean | null;
  /** Whether the harness says that it found no answer in the reply. */
  readonly unparsed: boolean;
  readonly category: string | null;
  readonly cluster: string | null;
  readonly completionTokens: number | null;
}

/** One task of a harness's output, with one score for each sample. */
export interface HarnessTask {
  /** Both sides' tasks are paired by this name and the metric; no two tasks of one output share both. */
  readonly name: string;
  /** Which figure `score` is: `exact_match (strict-match)`, `acc`, `pass@1`. */
  readonly metric: string;
  /** What the harness itself reports for that figure, a fraction; `null` where it does not. */
  readonly reported: number | null;
  /** How many questions stand behind `reported`; `null` where the output does not say. */
  readonly reportedQuestions: number | null;
  readonly aggregation: "micro" | "macro of categories";
  /** Settings that must agree between both sides, as the output tells them (shots, sampling, prompt version). */
  readonly settings: Readonly<Record<string, string>>;
  /** `null` where the output holds totals only. */
  readonly samples: readonly HarnessSample[] | null;
}

/** A result folder or file of one harness, for one model. */
export interface HarnessOutput {
  /** `lm-evaluation-harness`, `evalscope`, … as the registry names it. */
  readonly harness: string;
  /** Its version, where the output says it. */
  readonly version: string | null;
  readonly model: string | null;
  /** What else the output says about how it came to be, for the report's environment table. */
  readonly environment: Readonly<Record<string, string>>;
  readonly tasks: readonly HarnessTask[];
  readonly notes: readonly string[];
}

/** Reads one harness's outputs. */
export interface Importer {
  readonly name: string;
  /** One line: which files it reads, and where the format was taken from. */
  readonly description: string;
  /** Whether the folder or file looks like this harness's; reads as little as it can. */
  recognises(path: string): Promise<boolean>;
  /** @throws FvalidateError of kind `input` with the file and what is wrong with it */
  read(path: string): Promise<HarnessOutput>;
}
