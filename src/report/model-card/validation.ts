import type { BenchmarkResult, ComparedBenchmark, SelfNoise } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import { isCompared, plural, printBounds, printProbability, printSigned } from "../bench/figures.ts";
import { visible } from "../data-text.ts";
import { commandBlock } from "../markdown-parts.ts";
import type { CardRun } from "./forms.ts";
import { cardTable } from "./table.ts";
import type { CardWords } from "./words.ts";

/** Half of the last decimal of a difference. */
const ROUNDING_POINTS = 0.005;

/**
 * What stands behind the card's figures, folded away. Everything but the command is in tables whose cells are no bare
 * figures: whoever reads the card by a program must not take a floor or an interval for a result.
 */
export function validationSections(runs: readonly CardRun[], words: CardWords): string[] {
  return [
    `<details>\n<summary>${words.howValidated}</summary>`,
    ...runs.flatMap((run) => [
      cardTable([words.check, words.finding], runRows(run, words)),
      ...(run.kind === "bench" && run.benchmarks.length > 0 ? [benchmarkTable(run, words)] : []),
      words.command,
      commandBlock(run.command.map((word) => visible(word))),
    ]),
    "</details>",
  ];
}

function runRows(run: CardRun, words: CardWords): string[][] {
  return [
    [words.run, `${run.id}, ${run.createdAt}, ${run.suite.title}`],
    [words.verdict, `${run.verdict.toUpperCase()}: ${run.headline}`],
    [words.asked, run.kind === "bench" ? questionsOf(run) : observationsOf(run)],
    [words.policy, run.settings.policy],
    ...run.warnings.map((warning) => [words.warning, warning]),
    ...reasonsOf(run).map((reason) => [words.reason, reason]),
    ...(run.kind === "pi0" ? checksOf(run) : []),
  ];
}

/** Without those that a gate of its own gives. */
function reasonsOf(run: CardRun): string[] {
  const told = new Set(run.kind === "pi0" ? run.gates.map(({ reason }) => reason) : []);
  return run.reasons.filter((reason) => !told.has(reason));
}

function questionsOf({ capsule }: BenchRun): string {
  const hash = capsule.sha256 === null ? "" : `; SHA-256 ${capsule.sha256}`;
  return `${plural(capsule.questions, "question")}: ${capsule.description}${hash}`;
}

function observationsOf({ capsule }: RunResult): string {
  const hash = capsule.sha256 === null ? `noise SHA-256 ${capsule.noiseSha256}` : `SHA-256 ${capsule.sha256}`;
  return `${plural(capsule.observations, "observation")}: ${capsule.description}; ${hash}`;
}

function checksOf({ gates }: RunResult): string[][] {
  return gates.map(({ label, outcome, reason }) => [label, `${outcome}: ${reason}`]);
}

function benchmarkTable({ benchmarks, settings }: BenchRun, words: CardWords): string {
  return cardTable(
    [words.metrics, words.questions, words.interval, words.chance, words.flips, words.verdict],
    benchmarks.map((benchmark) => [benchmark.cardName, ...evidenceOf(benchmark, settings.policy, words)]),
  );
}

function evidenceOf(benchmark: BenchmarkResult, policy: string, words: CardWords): string[] {
  const { verdict, reasons } = benchmark;
  const decided = `${verdict} (${policy})${reasons.length === 0 ? "" : `: ${reasons.join("; ")}`}`;
  if (!isCompared(benchmark)) {
    const why = `${benchmark.totals === undefined ? words.notScored : words.totalsAlone}: ${benchmark.unscoredReason}`;
    return [`n = 0`, why, why, why, decided];
  }
  const { deltaPoints, ci95Points, test, selfNoise, flips } = benchmark;
  return [
    answeredOf(benchmark, words),
    `${printSigned(deltaPoints)} points, ${printBounds(ci95Points)}`,
    `p (Holm) ${printProbability(test.holmP)}`,
    `${words.lostAndGained(flips.lost, flips.gained)}; ${floorOf(selfNoise, words)}`,
    decided,
  ];
}

/** How many questions stand behind the difference, and where its accuracies rest on others. */
function answeredOf(
  { n, data, baseline, candidate, deltaPoints }: ComparedBenchmark,
  words: CardWords,
): string {
  const isPart = data.published !== null && data.asked < data.published;
  const count = isPart ? words.ofPublished(n, data.asked, data.published ?? 0) : `n = ${n}`;
  if (baseline.accuracy === null || candidate.accuracy === null) return count;
  const apart = (candidate.accuracy - baseline.accuracy) * 100 - deltaPoints;
  return Math.abs(apart) < ROUNDING_POINTS ? count : `${count}${words.overAllAnswered}`;
}

/** How many answers the baseline flips by itself, beside the candidate's. */
function floorOf(selfNoise: SelfNoise | null, words: CardWords): string {
  if (selfNoise === null) return words.ownFlips(null);
  const { baselineFlips: baseline, candidateFlips: candidate, n } = selfNoise;
  return words.ownFlips({ baseline, candidate, n });
}
