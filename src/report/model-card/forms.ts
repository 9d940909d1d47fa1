import type { BenchRun } from "../../contracts/bench-run.ts";
import type { RunResult } from "../../contracts/run-result.ts";

/** A run that a model card can be written from. */
export type CardRun = RunResult | BenchRun;

/**
 * The forms of published cards. `mape`: a sentence; `performance`: the ratio of two stacks' times; both of pi0.
 * `difference`: differences alone; `scores`: both accuracies; `flagrelease`: both, under the headings of FlagRelease.
 */
export const CARD_STYLES = {
  mape: { kind: "pi0", description: "the MAPE in a sentence" },
  performance: { kind: "pi0", description: "the speedup ratio of the candidate" },
  difference: { kind: "bench", description: "Metrics | Difference with Nvidia-CUDA" },
  scores: { kind: "bench", description: "Metrics | <model>-<baseline> | <model>-<candidate>" },
  flagrelease: { kind: "bench", description: "Metrics | <model>-Nvidia-Origin | <model>-<vendor>-FlagOS" },
} as const;
export type CardStyle = keyof typeof CARD_STYLES;

export const CARD_LANGUAGES = ["en", "zh"] as const;
export type CardLanguage = (typeof CARD_LANGUAGES)[number];

/** `negative`: a minus is printed, a plus is not. `never`: sizes alone, which do not tell who is better. */
export const CARD_SIGNS = ["always", "negative", "never"] as const;
export type CardSign = (typeof CARD_SIGNS)[number];

export const CARD_UNITS = ["fraction", "percent"] as const;
export type CardUnit = (typeof CARD_UNITS)[number];

/** Where a card says how often each question was asked: `Metrics(avg@1)`, `Video-MME 0-shot avg@1`, or nowhere. */
export const ASKED_PLACES = ["heading", "row", "none"] as const;
export type AskedPlace = (typeof ASKED_PLACES)[number];

/** How a card is written; what is `null` is decided by the style and the suite. */
export interface CardOptions {
  /** Empty: each run's own. */
  readonly styles: readonly CardStyle[];
  readonly language: CardLanguage;
  readonly decimals: number | null;
  readonly unit: CardUnit | null;
  readonly sign: CardSign;
  readonly askedIn: AskedPlace | null;
  /** Whether names have an arrow behind them that says what is better. */
  readonly arrows: boolean | null;
  /** Names of model and stacks on the card, in place of the run's. */
  readonly model: string | null;
  readonly baselineName: string | null;
  readonly candidateName: string | null;
  /** The chip's maker in the FlagRelease form; `null`: by the environment. */
  readonly vendor: string | null;
  /** `null`: the language's "Evaluation Results"; empty: none. */
  readonly heading: string | null;
}

export const DEFAULT_CARD_OPTIONS: CardOptions = {
  styles: [],
  language: "en",
  decimals: null,
  unit: null,
  sign: "always",
  askedIn: null,
  arrows: null,
  model: null,
  baselineName: null,
  candidateName: null,
  vendor: null,
  heading: null,
};

/** The forms of the published cards of suites that are shipped. */
const SUITE_FORMS: Readonly<Record<string, { style: CardStyle; askedIn?: AskedPlace }>> = {
  "ernie-4.5-300b": { style: "scores" },
  "minicpm-o-4.5-vllm": { style: "difference" },
  "minicpm-o-4.5-transformers": { style: "difference", askedIn: "row" },
};

/** The styles in which one run is written. */
export function stylesOf({ kind, suite }: CardRun, asked: readonly CardStyle[]): CardStyle[] {
  const fitting = asked.filter((style) => CARD_STYLES[style].kind === kind);
  if (fitting.length > 0) return fitting;
  if (kind === "pi0") return ["mape"];
  return [suiteForm(suite.name)?.style ?? "scores"];
}

/** Where this run's repeats are told. */
export function askedPlaceOf({ suite }: CardRun, asked: AskedPlace | null): AskedPlace {
  return asked ?? suiteForm(suite.name)?.askedIn ?? "heading";
}

function suiteForm(name: string) {
  return Object.hasOwn(SUITE_FORMS, name) ? SUITE_FORMS[name] : undefined;
}
