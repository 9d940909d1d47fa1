import { comparePairs } from "../../compare/accuracy/compare-pairs.ts";
import type { PairedComparison } from "../../contracts/bench-result.ts";
import type { AccuracyLimits, BenchRun } from "../../contracts/bench-run.ts";
import type { DriftFinding } from "../../contracts/drift.ts";
import type { HistoryRecord } from "../../contracts/history.ts";
import type { DirectEvidence } from "../../history/drift.ts";
import { judgeMove } from "../../history/judge-move.ts";
import { FvalidateError } from "../../support/errors.ts";
import { readClusters } from "./clusters.ts";
import { type PairedAnswers, type PairingOptions, pairAnswers } from "./paired-answers.ts";
import { type RunScores, readScores } from "./samples.ts";
import type { LocatedRun } from "./tensor-moves.ts";

export interface AnswerSettings {
  readonly limits: AccuracyLimits;
  /** Of Monte Carlo sign flips. */
  readonly seed: number;
  /** Of the later run, where its result is at hand: how its benchmarks are aggregated. */
  readonly benchmarks: BenchRun["benchmarks"];
}

/** Each arm's answers of two bench runs to the same requests, question by question. */
export async function answerMoves(
  reference: LocatedRun,
  run: LocatedRun,
  settings: AnswerSettings,
): Promise<DirectEvidence> {
  try {
    const scores = { earlier: await scoresOf(reference), later: await scoresOf(run) };
    const clusters = run.folder === null ? null : await readClusters(run.folder);
    const options = { clusters, macro: macroBenchmarks(settings.benchmarks) };
    const [candidate, baseline] = (["candidate", "baseline"] as const).map((arm) =>
      armMoves(arm, scores, { options, settings, record: run.record }),
    );
    return {
      findings: [...(candidate?.findings ?? []), ...(baseline?.findings ?? [])],
      notes: [...(candidate?.notes ?? []), ...(clusters === null ? [NO_CLUSTERS] : [])],
    };
  } catch (error) {
    if (!(error instanceof FvalidateError)) throw error;
    return { findings: [], notes: [`The answers were not paired: ${error.message}`] };
  }
}

const NO_CLUSTERS =
  "The run's frozen questions cannot be read: every question was taken to stand for itself, without clusters.";

async function scoresOf({ record, folder }: LocatedRun): Promise<RunScores> {
  if (folder !== null) return readScores(folder);
  throw new FvalidateError("input", `the folder of ${record.runId} (${record.folder}) is not there.`);
}

function macroBenchmarks(benchmarks: BenchRun["benchmarks"]): ReadonlySet<string> {
  return new Set(
    benchmarks.filter(({ aggregation }) => aggregation === "macro of categories").map(({ name }) => name),
  );
}

function armMoves(
  arm: "baseline" | "candidate",
  scores: { earlier: RunScores; later: RunScores },
  { options, settings, record }: { options: PairingOptions; settings: AnswerSettings; record: HistoryRecord },
): DirectEvidence {
  const paired = pairAnswers(arm, scores, options);
  const compared = comparePairs(
    paired.map(({ scores: pair }) => pair),
    settings,
  );
  const findings = compared.flatMap(({ comparison, figures }, i) => {
    const one = paired[i];
    if (one === undefined) return [];
    const accuracies = { reference: figures.baselineAccuracy, value: figures.candidateAccuracy };
    return [finding(arm, one, { comparison, accuracies, alpha: settings.limits.alpha, record })];
  });
  return { findings, notes: paired.flatMap(unpairedNote) };
}

function finding(
  arm: "baseline" | "candidate",
  { benchmark }: PairedAnswers,
  found: {
    comparison: PairedComparison;
    accuracies: { reference: number; value: number };
    alpha: number;
    record: HistoryRecord;
  },
): DriftFinding {
  const { comparison, accuracies, alpha, record } = found;
  const { n, flips, test, ci95Points, equivalence } = comparison;
  const key = `${benchmark}.${arm}Accuracy`;
  const label = record.metrics.find((metric) => metric.key === key)?.label ?? `${benchmark}, ${arm}`;
  return judgeMove({
    key,
    label,
    unit: "points",
    reference: 100 * accuracies.reference,
    value: 100 * accuracies.value,
    interval95: ci95Points,
    test: {
      p: test.holmP,
      alpha,
      equivalent: equivalence.outcome === "equivalent",
      identical: flips.lost + flips.gained === 0,
    },
    noise:
      `the same ${n} questions then and now: ${flips.lost} lost, ${flips.gained} gained; ${test.method}, ` +
      `p ${Number(test.holmP.toPrecision(3))} (Holm)`,
    margin: equivalence.marginPoints,
    decides: arm === "candidate",
  });
}

function unpairedNote({ benchmark, unpaired, scores }: PairedAnswers): string[] {
  if (unpaired === 0) return [];
  return [
    `${benchmark}: ${scores.baseline.length} questions were answered in both runs; ${unpaired} of this run were not ` +
      "asked with the same request, or not answered, in the reference.",
  ];
}
