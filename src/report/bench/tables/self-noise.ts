import type { ComparedBenchmark } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { DataTable } from "../../data-table.ts";
import { NO_FIGURE, printBounds, printShare, printSigned } from "../figures.ts";

export const NO_SELF_NOISE =
  "The baseline was not asked a second time, so how many answers flip from one run to the next by themselves is unknown.";

/** How many answers the baseline flips by itself, beside the candidate's flips; `null` where it was not asked twice. */
export function selfNoiseTable(
  { candidate }: BenchRun,
  compared: readonly ComparedBenchmark[],
): DataTable | null {
  if (compared.every(({ selfNoise }) => selfNoise === null)) return null;
  const header = [
    "benchmark",
    "n",
    "flips by itself",
    `flips with ${candidate.label}`,
    "excess, points (95 %)",
    "same replies by itself",
    `same replies with ${candidate.label}`,
  ];
  return { header, rows: compared.map(selfNoiseRow), words: [0] };
}

function selfNoiseRow({ cardName, selfNoise }: ComparedBenchmark): string[] {
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
}

export function selfNoiseNote({ baseline }: BenchRun, compared: readonly ComparedBenchmark[]): string {
  const isPartial = compared.some(({ selfNoise }) => selfNoise === null);
  return (
    `An excess whose interval holds 0 is what two runs of ${baseline.label} show as well.` +
    `${isPartial ? ` ${NO_FIGURE}: it was not asked a second time.` : ""}`
  );
}

function flipped(count: number, n: number): string {
  return n === 0 ? String(count) : `${count} (${printShare(count / n)})`;
}
