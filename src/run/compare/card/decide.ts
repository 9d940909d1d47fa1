import type { CardCheckRow, CardOutcome } from "../../../contracts/card-check-run.ts";
import type { Verdict } from "../../../contracts/verdict.ts";
import type { CheckedRun } from "./rows.ts";
import { hiddenPoints, WIDE_POINTS } from "./settle.ts";

export interface CardDecision {
  readonly verdict: Verdict;
  readonly headline: string;
  readonly reasons: readonly string[];
}

/** Any row that disagrees makes the run inconsistent with the card; with nothing to compare it stays undecided. */
export function decideCard(rows: readonly CardCheckRow[]): CardDecision {
  const count = (outcome: CardOutcome) => rows.filter((row) => row.outcome === outcome).length;
  const [agreeing, disagreeing] = [count("agrees"), count("disagrees")];
  const untold = rows.length - agreeing - disagreeing;
  const numbers = `${agreeing} of ${rows.length} rows agree, ${disagreeing} disagree, ${untold} cannot be told`;
  if (disagreeing > 0) {
    const details = rows
      .filter(({ outcome }) => outcome === "disagrees")
      .map(({ metric, line, reason }) => `${metric} (line ${line}): ${reason}`);
    return {
      verdict: "inconsistent",
      headline: "the run does not give what the card states",
      reasons: [numbers, ...details],
    };
  }
  if (agreeing > 0) {
    const headline = "nothing in the run contradicts the card";
    return { verdict: "consistent", headline, reasons: [numbers, ...weakAgreements(rows)] };
  }
  const why =
    rows.length === 0
      ? ["no evaluation figure was found on the card"]
      : [numbers, ...rows.map(({ metric, line, reason }) => `${metric} (line ${line}): ${reason}`)];
  return {
    verdict: "inconclusive",
    headline: "no figure of the card could be held against the run",
    reasons: why,
  };
}

/** Rows whose figures agree, but would with many others too. */
function weakAgreements(rows: readonly CardCheckRow[]): string[] {
  const weak = rows.flatMap(({ metric, outcome, checks }) => {
    const widest = Math.max(0, ...checks.map(hiddenPoints));
    return outcome === "agrees" && widest > WIDE_POINTS ? [`${metric} (${widest.toFixed(1)})`] : [];
  });
  if (weak.length === 0) return [];
  return [`agreement says little where so many points could hide, for want of questions: ${weak.join(", ")}`];
}

/** What a reader has to know of the run before its figures count. */
export function cardWarnings(run: CheckedRun): string[] {
  const verdict =
    run.verdict === "consistent"
      ? []
      : [
          `The run's own verdict is ${run.verdict}: ${run.headline}. Agreement with a card does not change that.`,
        ];
  const state = run.status === "complete" ? [] : [`The run is ${run.status}: its figures are of a part.`];
  return [...state, ...verdict, ...run.warnings];
}

/** What the comparison takes for granted, as far as it was made. */
export function assumptionsOf(rows: readonly CardCheckRow[]): string[] {
  const checks = rows.flatMap((row) => row.checks);
  const accuracies = checks.filter(({ unit, p }) => p !== null && unit !== "percent");
  if (accuracies.length === 0) return [];
  return [
    "The card's figures are of the same model, questions, prompts and sampling; no card says enough to check it.",
    "The card's baseline is the stack that the run calls baseline.",
    "Card and run are compared as two independent draws. On the same questions they are alike, so that a disagreement counts for more and an agreement for less than p says.",
    ...(checks.some(({ card }) => card.nReason.startsWith("assumed"))
      ? ["Cards give no number of questions: the run's benchmark has as many as are published."]
      : []),
    ...(checks.some(({ what, p }) => p !== null && what.endsWith("difference"))
      ? ["As many answers change between the card's two stacks as between the run's."]
      : []),
  ];
}
