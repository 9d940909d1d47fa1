import type { CardQuantity, DifferenceMeaning, FigureRole, FigureUnit } from "../contracts/card-check-run.ts";

export type { CardQuantity, FigureRole, FigureUnit };

/** Where something stands in a card's file; both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One figure as a card prints it. */
export interface CardFigure extends Place {
  readonly role: FigureRole;
  /** Of its column; "" in prose. */
  readonly heading: string;
  /** As it is printed, without mark-up. */
  readonly raw: string;
  readonly unit: FigureUnit;
  /** Why it is this unit. */
  readonly unitReason: string;
  /**
   * Accuracies as fractions, differences and MAPE in percent or points as printed, speeds as ratios; `null` where there is
   * no figure or its unit is unknown.
   */
  readonly value: number | null;
  /** Why there is none. */
  readonly valueReason?: string;
  /** What it can have been before it was rounded to its decimals; in the unit of `value`, `null` with it. */
  readonly range: readonly [low: number, high: number] | null;
  /** Printed behind the point. */
  readonly decimals: number;
  /** Whether a plus or minus is printed. */
  readonly signed: boolean;
  /** Questions behind it, where the card says so. */
  readonly n: number | null;
  /** `0.67` of `76.67(±0.67)`, in the unit of `value`; the cards do not say what it is. */
  readonly spread: number | null;
}

/** What a card's row calls what it measures. */
export interface MetricName {
  /** Without mark-up. */
  readonly raw: string;
  /** Small letters and digits alone, without shots, repeats, splits and the measure's name; equal keys are one benchmark. */
  readonly key: string;
  /** Examples in the prompt, where the name tells. */
  readonly shots: number | null;
  /** k of avg@k, where the name tells. */
  readonly repeats: number | null;
  /** What sets it apart from the benchmark of the same key: `think`, `nothink`, `ev`. */
  readonly variant: string | null;
  /** The name of a measure that is no share of right answers, such as chrF or CLIPScore. */
  readonly scale: string | null;
}

/** What a printed difference means, in the card's own words where it has any. */
export interface DifferenceDefinition {
  readonly meaning: DifferenceMeaning;
  /** Whether its sign tells which stack is better; otherwise only its size is known. */
  readonly isSigned: boolean;
  readonly reason: string;
  readonly line: number | null;
}

/** One row of an evaluation table, or one sentence of prose that holds a figure. */
export interface CardRow {
  readonly line: number;
  readonly quantity: CardQuantity;
  readonly metric: MetricName;
  /** The heading above the table. */
  readonly section: string | null;
  /** Number of the table in the file, from 1; 0 for prose. */
  readonly table: number;
  readonly figures: readonly CardFigure[];
  /** Of rows with a difference. */
  readonly definition: DifferenceDefinition | null;
}

/** Something about the card that a reader should know. */
export interface CardNote {
  readonly line: number;
  readonly text: string;
}

/** What looks like a figure and cannot be read. */
export interface Unread extends Place {
  readonly raw: string;
  readonly reason: string;
}

/** All figures of a published model card. */
export interface Card {
  readonly rows: readonly CardRow[];
  readonly notes: readonly CardNote[];
  readonly unread: readonly Unread[];
}
