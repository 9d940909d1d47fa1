import type { BenchRun } from "../../contracts/bench-run.ts";
import { FvalidateError } from "../../support/errors.ts";
import { escapeData, escapeLine } from "../data-text.ts";
import { environmentSections } from "./environment.ts";
import { askedPlaceOf, CARD_STYLES, type CardOptions, type CardRun, stylesOf } from "./forms.ts";
import { mapeSections } from "./mape.ts";
import { type BenchGroup, benchGroups, refuseRepeatedRuns } from "./merge.ts";
import { performanceSections } from "./performance.ts";
import { scoreSections } from "./score-tables.ts";
import { validationSections } from "./validation.ts";
import { type CardWords, wordsOf } from "./words.ts";

/**
 * The section "Evaluation Results" of a model card from finished runs; the same runs and options give the same bytes.
 * @throws FvalidateError of kind `input` where two runs have the same benchmark, or a run lacks what a style needs; of
 * kind `usage` for a style that none of the runs can have
 */
export function modelCard(runs: readonly CardRun[], options: CardOptions): string {
  refuseRepeatedRuns(runs);
  refuseIdleStyles(runs, options);
  const words = wordsOf(options.language);
  const heading = options.heading ?? words.evaluationResults;
  return `${[
    heading === "" ? "" : `## ${escapeData(heading)}`,
    ...runs.flatMap((run) => statusOf(run, words)),
    ...pi0Sections(runs, options),
    ...benchSections(runs, options),
    ...environmentSections(runs, words),
    ...validationSections(runs, words),
  ]
    .filter((section) => section !== "")
    .join("\n\n")}\n`;
}

/** A part of a run must not be read as the whole, nor figures without the verdict on them. */
function statusOf({ id, status, failure, verdict, candidate }: CardRun, words: CardWords): string[] {
  const run = escapeData(id);
  const isUnproved = ["missing", "contradicted"].includes(candidate.evidence.status);
  return [
    ...(status === "complete"
      ? []
      : [words.status({ run, status, message: escapeData(failure?.message ?? "") })]),
    ...(verdict === "inconsistent" ? [words.inconsistent(run)] : []),
    ...(isUnproved ? [words.unproved(run, escapeData(candidate.label))] : []),
  ].map((sentence) => `> ${sentence}`);
}

function pi0Sections(runs: readonly CardRun[], options: CardOptions): string[] {
  return runs.flatMap((run) => {
    if (run.kind !== "pi0") return [];
    return stylesOf(run, options.styles).flatMap((style) =>
      style === "performance" ? performanceSections(run, options) : mapeSections(run, options),
    );
  });
}

function benchSections(runs: readonly CardRun[], options: CardOptions): string[] {
  const benches = runs.filter((run): run is BenchRun => run.kind === "bench");
  const formOf = (run: BenchRun) =>
    JSON.stringify([stylesOf(run, options.styles), askedPlaceOf(run, options.askedIn)]);
  const groups = benchGroups(benches, options.model, formOf);
  return groups.flatMap((group) => [
    ...(groups.length > 1 ? [`### ${titleOf(group)}`] : []),
    ...stylesOf(group.merged, options.styles).flatMap((style) => scoreSections(group, style, options)),
  ]);
}

function titleOf({ runs }: BenchGroup): string {
  return [...new Set(runs.map(({ suite }) => escapeLine(suite.title)))].join(", ");
}

function refuseIdleStyles(runs: readonly CardRun[], { styles }: CardOptions): void {
  const idle = styles.find((style) => !runs.some(({ kind }) => kind === CARD_STYLES[style].kind));
  if (idle === undefined) return;
  const { kind } = CARD_STYLES[idle];
  throw new FvalidateError("usage", `The style ${idle} is for runs of ${kind}, and none of these is one.`, {
    hint: `Styles of ${kind === "pi0" ? "bench" : "pi0"}: ${Object.entries(CARD_STYLES)
      .filter(([, other]) => other.kind !== kind)
      .map(([name]) => name)
      .join(", ")}.`,
  });
}
