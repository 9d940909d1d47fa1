import { ACCURACY_POLICIES, type ComparedBenchmark } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { DataTable } from "../../data-table.ts";
import { NO_FIGURE, printBounds, printPlain, printProbability } from "../figures.ts";

/** Every policy's verdict on each benchmark. */
export function policiesTable({ settings }: BenchRun, compared: readonly ComparedBenchmark[]): DataTable {
  const header = ACCURACY_POLICIES.map((name) => (name === settings.policy ? `${name} (decides)` : name));
  const rows = compared.map(({ cardName, policies: answers }) => [
    cardName,
    ...ACCURACY_POLICIES.map((name) => answers.find((answer) => answer.name === name)?.verdict ?? NO_FIGURE),
  ]);
  return { header: ["benchmark", ...header], rows, words: "all" };
}

export function policyReasonsTable(compared: readonly ComparedBenchmark[]): DataTable {
  const rows = compared.flatMap(({ cardName, policies: answers }) =>
    answers.map(({ name, verdict, reason }) => [cardName, name, verdict, reason]),
  );
  return { header: ["benchmark", "policy", "verdict", "why"], rows, words: "all" };
}

export function testsTable(compared: readonly ComparedBenchmark[]): DataTable {
  const rows = compared.map(({ cardName, n, flips: found, mcnemarP, test }) => [
    cardName,
    String(n),
    String(found.lost),
    String(found.gained),
    printProbability(mcnemarP),
    test.method,
    printProbability(test.p),
    printProbability(test.holmP),
  ]);
  const header = ["benchmark", "n", "lost", "gained", "McNemar p", "test that decides", "p", "p (Holm)"];
  return { header, rows, words: [0, 5] };
}

/** Benchmarks without McNemar's p, and why. */
export function mcnemarReasons(compared: readonly ComparedBenchmark[]): string[] {
  return compared
    .filter(({ mcnemarP }) => mcnemarP === null)
    .map(
      ({ cardName, mcnemarPReason }) =>
        `${cardName}: no McNemar p${mcnemarPReason === undefined ? "" : `: ${mcnemarPReason}`}`,
    );
}

/** What lost and gained mean, and how the intervals were made. */
export function intervalMethods(compared: readonly ComparedBenchmark[]): string {
  const methods = [...new Set(compared.map(({ intervalMethod }) => intervalMethod))];
  const words = methods.map((method) => {
    const names = compared.filter((benchmark) => benchmark.intervalMethod === method);
    const whose = methods.length === 1 ? "" : `${names.map(({ cardName }) => cardName).join(", ")}: `;
    return `${whose}${method}`;
  });
  return (
    "Lost: right with the baseline, wrong with the candidate; gained: the other way round. " +
    `How the intervals of the difference were made: ${words.join("; ")}.`
  );
}

export const POWER_NOTE =
  "In points. Detectable: the smallest true difference that a test at 5 % finds four times out of five, at this n and these flips. " +
  "Provable: the smallest margin within which this n shows equivalence four times out of five where there is no " +
  "difference. Needed: what would decide an inconclusive benchmark.";

/** What was shown to be equivalent, and what this n can show at all. */
export function powerTable(compared: readonly ComparedBenchmark[]): DataTable {
  const rows = compared.map((benchmark) => [
    benchmark.cardName,
    printBounds(benchmark.ci90Points),
    `±${printPlain(benchmark.equivalence.marginPoints)}`,
    benchmark.equivalence.outcome,
    printProbability(benchmark.equivalence.p),
    benchmark.smallestDetectablePoints.toFixed(2),
    benchmark.smallestProvableMarginPoints.toFixed(2),
    printPlain(benchmark.needed.questions),
    printPlain(benchmark.needed.repeats),
  ]);
  const header = ["90 % interval, points", "margin", "equivalence", "p", "detectable", "provable"];
  return { header: ["benchmark", ...header, "needed questions", "or repeats"], rows, words: [0, 3] };
}
