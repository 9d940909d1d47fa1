/** A value of a data set's row, whatever file it came from; 64-bit integers that fit are numbers, dates ISO strings. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Cell[]
  | { readonly [key: string]: Cell };

/** One row of a data set. */
export interface DataRow {
  readonly cells: Readonly<Record<string, Cell>>;
  /** The row's file, relative to the data set's folder: some benchmarks tell their subjects by it. */
  readonly file: string;
  /** Counted from 0 over all files of the source, in the order in which they are read. */
  readonly index: number;
}

/** Where a benchmark's rows are published, and how they can be told from other files. */
export interface DataSource {
  readonly huggingFace: HubDataSet | null;
  readonly modelScope: HubDataSet | null;
  /** Columns that every row must have; `a|b` is satisfied by either, for data sets that name them differently. */
  readonly columns: readonly string[];
  /** Rows of the whole split. */
  readonly rows: number;
}

export interface HubDataSet {
  /** As `owner/name`. */
  readonly id: string;
  /** A branch, tag or commit; `main` (ModelScope: `master`) where none is pinned. */
  readonly revision?: string;
  /** Patterns of the split's files in the repository, such as `Art/validation-*.parquet`; `*` stays within a folder. */
  readonly files: readonly string[];
  /** Whether its owner must let people in: a token is needed. */
  readonly gated?: boolean;
  /** Where the rest of the rows is, if they are published as several data sets. */
  readonly others?: readonly HubDataSet[];
}

/** A picture as a row holds it. A path is relative to the row's file, in a folder or in a zip. */
export type ImageSource =
  | { readonly bytes: Uint8Array }
  | { readonly base64: string }
  | { readonly path: string };

export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly image: ImageSource }
  /** Sent as so many pictures, taken at even distances over the video. */
  | { readonly kind: "video"; readonly path: string; readonly frames: number };

export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly parts: readonly Part[];
}

/** What JSON can hold: a gold answer goes through a file. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One question, ready to be sent. */
export interface Question<Gold extends Json = Json> {
  /** Unique within the benchmark, and the same whatever part of the data set is asked. */
  readonly id: string;
  /** What the per-category table groups by; `null` where the benchmark has no categories. */
  readonly category: string | null;
  /** Questions about the same picture, passage or video share it: their answers are not independent. */
  readonly cluster: string | null;
  readonly messages: readonly Message[];
  /** All that scoring needs besides the reply: it is done from a file, without the data set. */
  readonly gold: Gold;
}

/**
 * How an answer is taken from a reply. `official`: as the benchmark's own code does; `flageval`: as FlagEvalMM does, on
 * which the cards' figures rest; `strict`: only the form that the prompt asked for.
 */
export const EXTRACTIONS = ["official", "flageval", "strict"] as const;
export type Extraction = (typeof EXTRACTIONS)[number];

/** What one reply is worth. */
export interface Score {
  /** The answer found in the reply; `null` where none was found, which counts as unparsed and as wrong. */
  readonly prediction: string | null;
  /** From 0 to 1. */
  readonly score: number;
  /** Whether the official code would have drawn an answer at random here; its draw is never taken. */
  readonly wouldGuess?: boolean;
}

/** Sampling that the benchmark asks for, where neither suite nor flags say otherwise. */
export interface Sampling {
  readonly temperature: number;
  readonly maxTokens: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
}

export interface QuestionContext {
  /** One of the benchmark's templates. */
  readonly template: string;
  readonly numFewshot: number;
  /** The rows that examples are taken from, all of them; empty where the benchmark has none. */
  readonly shots: readonly DataRow[];
  /** For choices that are shuffled: the same seed gives the same order, whatever else is asked. */
  readonly seed: number;
}

/** A reply that another model grades. */
export interface Judging<Gold extends Json = Json> {
  /** How often an unreadable verdict is asked for again. */
  readonly attempts: number;
  messages(question: { readonly gold: Gold }, reply: string): readonly Message[];
  sampling(attempt: number): Sampling;
  /** From 0 to 1, or `null` for a verdict that cannot be read. */
  parse(verdict: string): number | null;
}

/** One benchmark: pure; the rows are read and the questions asked elsewhere. */
export interface Benchmark<Gold extends Json = Json> {
  /** As `--tasks` and suites name it. */
  readonly name: string;
  /** As the model cards' tables name it. */
  readonly cardName: string;
  /** One sentence for `fvalidate list benchmarks`. */
  readonly description: string;
  readonly modality: "text" | "vision" | "video";
  readonly questions: DataSource;
  /** Where few-shot examples come from. */
  readonly shots?: DataSource;
  /** Examples in the prompt unless asked otherwise; 0 where `shots` is absent. */
  readonly numFewshot: number;
  /** The prompt's forms, each with one sentence about where it comes from. The first one is the default. */
  readonly templates: Readonly<Record<string, string>>;
  /** Those that differ for this benchmark. The first one is the default. */
  readonly extractions: readonly Extraction[];
  readonly sampling: Sampling;
  /**
   * `micro`: the mean over all questions. `macro of categories`: the mean of the categories' means.
   * The other one is never reported as the benchmark's accuracy.
   */
  readonly aggregation: "micro" | "macro of categories";
  /** Parts of the data set that are not scored here, in words, for the report. */
  readonly unsupported?: string;
  /**
   * @returns `null` for a row that is not asked
   * @throws FvalidateError of kind `input` for a row that lacks what the question needs
   */
  question(row: DataRow, context: QuestionContext): Question<Gold> | null;
  /** `question` is what the run's file keeps. Absent for benchmarks that only a judge can score. */
  score?(reply: string, question: { readonly gold: Gold }, extraction: Extraction): Score;
  readonly judging?: Judging<Gold>;
}
