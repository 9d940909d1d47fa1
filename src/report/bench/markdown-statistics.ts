import { ACCURACY_POLICIES, type ComparedBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { dataTable } from "../markdown-table.ts";
import { comparedBenchmarks, NO_FIGURE, printBounds, printPlain, printProbability } from "./figures.ts";

/** What every policy says, and the tests and intervals that they rest on. */
export function statisticsSections(run: BenchRun): string[] {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return [];
  return [
    "## What each policy says",
    policies(run, compared),
    policyReasons(compared),
    "## Flips and tests",
    flips(compared),
    mcnemarReasons(compared),
    intervalMethods(compared),
    "## Equivalence and power",
    power(compared),
    "In points. Detectable: the smallest true difference that a test at 5 % finds four times out of five, at this n and these flips. " +
      "Provable: the smallest margin within which this n shows equivalence four times out of five where there is no " +
      "difference. Needed: what would decide an inconclusive benchmark.",
  ];
}

function policies({ settings }: BenchRun, compared: readonly ComparedBenchmark[]): string {
  const header = ACCURACY_POLICIES.map((name) => (name === settings.policy ? `${name} (decides)` : name));
  const rows = compared.map(({ cardName, policies: answers }) => [
    cardName,
    ...ACCURACY_POLICIES.map((name) => answers.find((answer) => answer.name === name)?.verdict ?? NO_FIGURE),
  ]);
  return dataTable(["benchmark", ...header], rows, "all");
}

function policyReasons(compared: readonly ComparedBenchmark[]): string {
  const rows = compared.flatMap(({ cardName, policies: answers }) =>
    answers.map(({ name, verdict, reason }) => [cardName, name, verdict, reason]),
  );
  const table = dataTable(["benchmark", "policy", "verdict", "why"], rows, "all");
  return `<details><summary>Why each policy says so</summary>\n\n${table}\n\n</details>`;
}

function flips(compared: readonly ComparedBenchmark[]): string {
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
  return dataTable(
    ["benchmark", "n", "lost", "gained", "McNemar p", "test that decides", "p", "p (Holm)"],
    rows,
    [0, 5],
  );
}

function mcnemarReasons(compared: readonly ComparedBenchmark[]): string {
  return compared
    .filter(({ mcnemarP }) => mcnemarP === null)
    .map(
      ({ cardName, mcnemarPReason }) =>
        `- ${escapeData(cardName)}: no McNemar p${mcnemarPReason === undefined ? "" : `: ${escapeData(mcnemarPReason)}`}`,
    )
    .join("\n");
}

function intervalMethods(compared: readonly ComparedBenchmark[]): string {
  const methods = [...new Set(compared.map(({ intervalMethod }) => intervalMethod))];
  const words = methods.map((method) => {
    const names = compared.filter((benchmark) => benchmark.intervalMethod === method);
    const whose =
      methods.length === 1 ? "" : `${names.map(({ cardName }) => escapeData(cardName)).join(", ")}: `;
    return `${whose}${escapeData(method)}`;
  });
  return (
    "Lost: right with the baseline, wrong with the candidate; gained: the other way round. " +
    `How the intervals of the difference were made: ${words.join("; ")}.`
  );
}

function power(compared: readonly ComparedBenchmark[]): string {
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
  return dataTable(["benchmark", ...header, "needed questions", "or repeats"], rows, [0, 3]);
}
