import { z } from "zod";
import { runHead, runTail } from "./run-parts.ts";
import { VERDICTS } from "./verdict.ts";

const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const optional = z.number().nullable();
const interval = z.tuple([z.number(), z.number()]).readonly();

/** What a figure of a card is of. `unknown side`: the heading does not tell which stack it is of. */
export const FIGURE_ROLES = ["baseline", "candidate", "difference", "mape", "speed", "unknown side"] as const;
export type FigureRole = (typeof FIGURE_ROLES)[number];

/**
 * How a figure is printed. `fraction`: a share of 1. `percent`: with the sign or without it. `count`: right answers of
 * questions, `23/30`. `score`: on a scale of its own, such as chrF. `ratio`: a speed without a percent sign. `unknown`:
 * cannot be told from the card.
 */
export const FIGURE_UNITS = ["fraction", "percent", "count", "score", "ratio", "unknown"] as const;
export type FigureUnit = (typeof FIGURE_UNITS)[number];

export const CARD_QUANTITIES = ["accuracy", "score", "difference", "mape", "speed"] as const;
export type CardQuantity = (typeof CARD_QUANTITIES)[number];

export const DIFFERENCE_MEANINGS = ["absolute points", "percent of the baseline", "unknown"] as const;
export type DifferenceMeaning = (typeof DIFFERENCE_MEANINGS)[number];

/** Whether the run and the card can both be right. */
export const CARD_OUTCOMES = ["agrees", "disagrees", "cannot tell"] as const;
export type CardOutcome = (typeof CARD_OUTCOMES)[number];

const cardFigure = z.object({
  role: z.enum(FIGURE_ROLES),
  heading: z.string(),
  raw: z.string(),
  line: z.number(),
  column: z.number(),
  unit: z.enum(FIGURE_UNITS),
  unitReason: z.string(),
  /** Accuracies and speeds as fractions, differences and MAPE in points or percent as printed. */
  value: optional,
  valueReason: z.string().optional(),
  /** What it can have been before it was rounded. */
  range: interval.nullable(),
  decimals: z.number(),
  signed: z.boolean(),
  n: optional,
  spread: optional,
});

/** One figure of the card beside the run's. */
const cardCheck = z.object({
  what: z.enum(["baseline accuracy", "candidate accuracy", "difference", "relative difference", "MAPE"]),
  /** Accuracies are fractions, differences points, relative differences and MAPE percent. */
  unit: z.enum(["fraction", "points", "percent"]),
  card: z.object({
    value: z.number(),
    range: interval,
    /** 95 %, at the value within its rounding that is nearest to the run's; `null` where its n is unknown. */
    interval: interval.nullable(),
    n: optional,
    /** Where n comes from, or why it is unknown. */
    nReason: z.string(),
  }),
  run: z.object({ value: optional, interval: interval.nullable(), n: optional }),
  /** Run − card with its 95 % interval, rounding of the card allowed for; `null` where it cannot be told. */
  apart: optional,
  apartInterval: interval.nullable(),
  p: optional,
  /** Adjusted for the number of figures compared. */
  holmP: optional,
  outcome: z.enum(CARD_OUTCOMES),
  reason: z.string(),
});
export type CardCheck = z.infer<typeof cardCheck>;

const cardRow = z.object({
  line: z.number(),
  section: z.string().nullable(),
  /** Number of the table in the file; 0 for prose. */
  table: z.number(),
  metric: z.string(),
  /** As the name says it: examples in the prompt, and k of avg@k. */
  shots: optional,
  repeats: optional,
  quantity: z.enum(CARD_QUANTITIES),
  figures: list(cardFigure),
  /** What a printed difference means; `null` for rows without one. */
  definition: z
    .object({
      meaning: z.enum(DIFFERENCE_MEANINGS),
      isSigned: z.boolean(),
      reason: z.string(),
      line: optional,
    })
    .nullable(),
  /** The run's benchmark; `null` where the run has none of that name. */
  benchmark: z.object({ name: z.string(), cardName: z.string() }).nullable(),
  /** `possible`: the card's row may be about other questions, so that nothing can be concluded. */
  match: z.enum(["same", "possible"]).nullable(),
  matchReason: z.string(),
  checks: list(cardCheck),
  outcome: z.enum(CARD_OUTCOMES),
  reason: z.string(),
});
export type CardCheckRow = z.infer<typeof cardRow>;

/** A finished run beside a published model card, as `run.json` holds it. */
export const cardCheckRunSchema = z.object({
  ...runHead,
  kind: z.literal("card"),
  card: z.object({ path: z.string(), sha256: z.string() }),
  /** The run that was checked; `baseline` and `candidate` are its arms. */
  checked: z.object({
    path: z.string(),
    id: z.string(),
    kind: z.string(),
    createdAt: z.string(),
    status: z.string(),
    verdict: z.enum(VERDICTS),
    headline: z.string(),
  }),
  settings: z.object({
    /** Holm-adjusted p below which a figure disagrees. */
    alpha: z.number(),
    /** Card names that were given by hand. */
    names: z.record(z.string(), z.string()),
  }),
  rows: list(cardRow),
  /** Benchmarks of the run that the card has not. */
  notOnCard: list(z.object({ name: z.string(), cardName: z.string() })),
  /** What the comparison takes for granted. */
  assumptions: list(z.string()),
  /** What is odd about the card by itself. */
  notes: list(z.object({ line: z.number(), text: z.string() })),
  unread: list(z.object({ line: z.number(), column: z.number(), raw: z.string(), reason: z.string() })),
  ...runTail,
});
export type CardCheckRun = z.infer<typeof cardCheckRunSchema>;
