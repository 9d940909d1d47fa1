import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { dataTable } from "../markdown-table.ts";
import { comparedBenchmarks, NO_FIGURE, printBounds, printShare, printSigned } from "./figures.ts";

/** How many answers the baseline flips by itself, beside the candidate's flips. */
export function selfNoiseSections(run: BenchRun): string[] {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return [];
  const title = "## The baseline against itself";
  if (compared.every(({ selfNoise }) => selfNoise === null)) {
    return [
      title,
      "The baseline was not asked a second time, so how many answers flip from one run to the next by themselves is unknown.",
    ];
  }
  const rows = compared.map(({ cardName, selfNoise }) => {
    if (selfNoise === null) return [cardName, ...Array<string>(6).fill(NO_FIGURE)];
    const { n, baselineFlips, candidateFlips, excessPoints, excessCi95Points } = selfNoise;
    return [
      cardName,
      String(n),
      flipped(baselineFlips, n),
      flipped(candidateFlips, n),
      `${printSigned(excessPoints)} (${printBounds(excessCi95Points)})`,
      printShare(selfNoise.baselineIdenticalReplies),
      printShare(selfNoise.candidateIdenticalReplies),
    ];
  });
  const label = run.candidate.label;
  return [
    title,
    dataTable(
      [
        "benchmark",
        "n",
        "flips by itself",
        `flips with ${label}`,
        "excess, points (95 %)",
        "same replies by itself",
        `same replies with ${label}`,
      ],
      rows,
    ),
    `An excess whose interval holds 0 is what two runs of ${escapeData(run.baseline.label)} show as well.` +
      `${compared.some(({ selfNoise }) => selfNoise === null) ? ` ${NO_FIGURE}: it was not asked a second time.` : ""}`,
  ];
}

function flipped(count: number, n: number): string {
  return n === 0 ? String(count) : `${count} (${printShare(count / n)})`;
}
