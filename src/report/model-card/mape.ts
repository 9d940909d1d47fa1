import type { ComparedRun, RunResult } from "../../contracts/run-result.ts";
import { escapeData } from "../data-text.ts";
import { printFixed } from "../numbers.ts";
import { mapeFigure } from "../pi0/mape-figure.ts";
import type { CardOptions } from "./forms.ts";
import { type BehindMape, type CardWords, wordsOf } from "./words.ts";

/** As the published cards print it. */
const DECIMALS = 4;

/** The sentence of the published cards of action models, and what stands behind its figure. */
export function mapeSections(run: RunResult, options: CardOptions): string[] {
  const words = wordsOf(options.language);
  const baseline = nameInSentence(options.baselineName ?? run.baseline.label, words.fallbackName.baseline);
  const candidate = nameInSentence(
    options.candidateName ?? run.candidate.label,
    words.fallbackName.candidate,
  );
  if (run.metrics === null)
    return [words.mapeNotMeasured(baseline, candidate, escapeData(run.metricsReason))];
  const decimals = options.decimals ?? DECIMALS;
  const { text, convention } = mapeFigure(run, decimals);
  return [
    words.mape({
      baseline,
      candidate,
      figure: text,
      convention: convention === null ? null : escapeData(convention),
    }),
    behind(run, decimals, words),
  ];
}

function behind(run: ComparedRun, decimals: number, words: CardWords): string {
  const { shape, settings, intervals, floors } = run;
  const { perturbation } = floors;
  const percent = (value: number | string) => `${printFixed(value, decimals)}%`;
  const isNaive = run.mapeConvention === "naive";
  const floor: BehindMape["floor"] =
    perturbation.wapePercent !== null && perturbation.mapePercent !== null && isNaive
      ? { change: escapeData(perturbation.change), percent: percent(perturbation.mapePercent) }
      : null;
  // The interval is of the naive convention, as the floor is.
  const bounds = isNaive ? intervals.mapePercent : null;
  return words.behindMape({
    ...shape,
    dimensions: run.actionDimensions.compared,
    seed: settings.seed,
    interval: bounds === null ? null : [percent(bounds[0]), percent(bounds[1])],
    floor,
  });
}

/** Longer ones, and those that hold what looks like a figure of their own, would make the sentence unreadable. */
const LONGEST_NAME = 40;

/** A stack's name in a sentence that people and `compare --card` read; the environment table has it in full. */
function nameInSentence(label: string, fallback: string): string {
  const name = escapeData(label).trim();
  const misleads = /MAPE|\d\s*[%％]/i.test(name) || name.includes("|");
  return name === "" || name.length > LONGEST_NAME || misleads ? fallback : name;
}
