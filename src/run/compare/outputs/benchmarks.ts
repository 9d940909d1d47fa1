import { comparePairs } from "../../../compare/accuracy/compare-pairs.ts";
import type { BenchmarkResult, ComparedOutputs } from "../../../contracts/bench-result.ts";
import type { HarnessSample, HarnessTask } from "../../../contracts/harness-output.ts";
import { type BenchmarkScores, pairedFigures, pairedScores } from "../../accuracy/paired-benchmark.ts";
import type { OutputsOptions, Sides } from "./options.ts";
import type { Pairing } from "./pair-samples.ts";
import { differencesOf, settingsOf, type TaskPair } from "./pair-tasks.ts";
import { describeTotals, totalsOf } from "./totals.ts";

/** A task with what its samples come to; `null` where one side has totals only. */
export interface ScoredTask {
  readonly task: TaskPair;
  readonly scored: { readonly pairing: Pairing; readonly scores: BenchmarkScores } | null;
}

/** Statistics of all tasks at once, since p is adjusted for their number. */
export function benchmarksOf(
  tasks: readonly ScoredTask[],
  sides: Sides,
  options: Pick<OutputsOptions, "limits" | "policy" | "seed">,
): BenchmarkResult[] {
  const comparable = tasks.filter(({ scored }) => (scored?.scores.pairs.n ?? 0) > 0);
  const compared = comparePairs(
    comparable.flatMap(({ scored }) => (scored === null ? [] : [pairedScores(scored.scores)])),
    options,
  );
  return tasks.map((task) => {
    const found = compared[comparable.indexOf(task)];
    if (found === undefined || task.scored === null) return unscored(task, sides);
    const figures = pairedFigures(task.scored.scores, found, options);
    return {
      ...headOf(task, sides),
      ...figures,
      baseline: { ...figures.baseline, ...notTold(task.task.baseline) },
      candidate: { ...figures.candidate, ...notTold(task.task.candidate) },
      ...withDifferentSettings(task.task, figures),
    };
  });
}

/** What another harness does not tell is not known to be nothing. */
function notTold({ samples }: HarnessTask): { wouldGuess: null; truncated?: null } {
  const isTold = (samples ?? []).some(({ truncated }) => truncated !== null);
  return { wouldGuess: null, ...(!isTold && { truncated: null }) };
}

/** What was asked in another way may answer in another way on one and the same stack. */
function withDifferentSettings(
  task: TaskPair,
  { verdict, reasons }: Pick<BenchmarkResult, "verdict" | "reasons">,
): Pick<BenchmarkResult, "verdict" | "reasons"> {
  const differences = differencesOf(settingsOf(task));
  if (differences.length === 0) return { verdict, reasons };
  return {
    verdict: "inconclusive",
    reasons: [`the sides were not asked alike: ${differences.join("; ")}`, ...reasons],
  };
}

function unscored(task: ScoredTask, sides: Sides): BenchmarkResult {
  const totals = task.scored === null ? totalsOf(task.task) : null;
  const reason = totals === null ? whyNothing(task) : describeTotals(totals);
  const reasons = withDifferentSettings(task.task, { verdict: "inconclusive", reasons: [reason] });
  return {
    ...headOf(task, sides),
    n: 0,
    unscoredReason: reason,
    ...(totals !== null && { totals }),
    reasons: reasons.reasons,
    verdict: "inconclusive",
  };
}

function whyNothing({ task, scored }: ScoredTask): string {
  if (scored === null) return `the outputs hold neither samples nor totals of ${task.name} on both sides`;
  const failed = [...(task.baseline.samples ?? []), ...(task.candidate.samples ?? [])];
  const error = failed.find((sample) => sample.error !== null)?.error;
  return `no question of ${task.name} was answered on both sides${error == null ? "" : `: ${error}`}`;
}

function headOf({ task, scored }: ScoredTask, { baseline, candidate }: Sides) {
  const harnesses = [...new Set([baseline.output.harness, candidate.output.harness])].join(" and ");
  const settings = settingsOf(task);
  const asked = scored === null ? (task.baseline.reportedQuestions ?? 0) : questionsIn(scored.pairing);
  return {
    name: task.name,
    cardName: task.name,
    aggregation: task.baseline.aggregation,
    template: `as ${harnesses} had it`,
    extraction: null,
    numFewshot: shotsOf(settings),
    repeats: scored?.scores.repeats ?? 1,
    sampling: null,
    data: { description: `outputs of ${harnesses}`, published: null, asked },
    unsupported: null,
    outputs: outputsOf(task, settings, scored?.pairing ?? null),
  };
}

function questionsIn({ pairs, changed, baselineOnly, candidateOnly }: Pairing): number {
  const samples = [
    ...pairs.map(({ baseline }) => baseline),
    ...changed.map(({ baseline }) => baseline),
    ...baselineOnly,
    ...candidateOnly,
  ];
  return new Set(samples.map(({ id }) => id)).size;
}

function shotsOf(settings: ComparedOutputs["settings"]): number | null {
  const shots = settings.find(({ name }) => name === "few-shot examples");
  if (shots === undefined || shots.baseline !== shots.candidate) return null;
  return /^\d+$/.test(shots.baseline ?? "") ? Number(shots.baseline) : null;
}

function outputsOf(
  { baseline, candidate }: TaskPair,
  settings: ComparedOutputs["settings"],
  pairing: Pairing | null,
): ComparedOutputs {
  const countOf = (by: string) => pairing?.pairs.filter((pair) => pair.by === by).length ?? 0;
  return {
    metric: baseline.metric,
    reported: { baseline: baseline.reported, candidate: candidate.reported },
    settings,
    pairing: pairing && {
      byIdAndContent: countOf("id and content"),
      byContent: countOf("content"),
      byIdAlone: countOf("id alone"),
      changed: listed(pairing.changed.map((pair) => pair.baseline)),
      baselineOnly: listed(pairing.baselineOnly),
      candidateOnly: listed(pairing.candidateOnly),
    },
  };
}

/** So many stand in `run.json`; all of them in `samples.jsonl`. */
const LISTED = 100;

function listed(samples: readonly HarnessSample[]): { samples: number; ids: string[] } {
  const names = samples.slice(0, LISTED).map(({ id, repeat }) => (repeat === 0 ? id : `${id}#${repeat}`));
  return { samples: samples.length, ids: names };
}
