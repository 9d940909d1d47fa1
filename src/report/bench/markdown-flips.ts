import type { ComparedBenchmark, Flip } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { cut, escapeHtml, visible } from "../data-text.ts";
import { dataTable, markdownOf } from "../markdown-table.ts";
import { comparedBenchmarks, plural } from "./figures.ts";
import { commonLength, noPrediction } from "./flip-words.ts";
import { CAUSES_NOTE, causesTable } from "./tables/flip-causes.ts";

const LONGEST_PREDICTION = 80;
const LONGEST_EXCERPT = 240;
const LONGEST_ID = 80;

/** Stands in both excerpts where the replies part. */
const PARTING = "▶";

/** How the questions flipped whose outcome differs, and the first of them with both replies side by side. */
export function flipSections(run: BenchRun): string[] {
  const compared = comparedBenchmarks(run);
  const flipped = compared.filter(({ flipList, flipCauses }) => flipList.length > 0 || sum(flipCauses) > 0);
  if (compared.length === 0) return [];
  if (flipped.length === 0) return ["## Flips", "No answer's outcome differs between the stacks."];
  return [
    "## Flips",
    markdownOf(causesTable(compared)),
    CAUSES_NOTE,
    ...flipped.filter(({ flipList }) => flipList.length > 0).map((benchmark) => flipTable(run, benchmark)),
  ];
}

function flipTable({ baseline, candidate }: BenchRun, benchmark: ComparedBenchmark): string {
  const { cardName, flipList, flipCauses, repeats } = benchmark;
  const all = Math.max(sum(flipCauses), flipList.length);
  const which =
    flipList.length < all
      ? `the first ${flipList.length} of ${all} flips; all are in samples.jsonl`
      : plural(all, "flip");
  const header = [
    "question",
    ...(repeats > 1 ? ["repeat"] : []),
    "",
    "cause",
    `${baseline.label}'s answer`,
    `${candidate.label}'s answer`,
    "they part at",
    `${baseline.label}'s reply there`,
    `${candidate.label}'s reply there`,
  ];
  const rows = flipList.map((flip) => [
    cut(flip.id, LONGEST_ID),
    ...(repeats > 1 ? [String(flip.repeat)] : []),
    flip.direction,
    flip.cause,
    prediction(flip.baselinePrediction, flip),
    prediction(flip.candidatePrediction, flip),
    parting(flip),
    ...excerpts(flip),
  ]);
  const table = dataTable(header, rows, "all");
  return `<details><summary>${escapeHtml(cardName)}: ${which}</summary>\n\n${table}\n\n</details>`;
}

function prediction(text: string | null, { cause }: Flip): string {
  if (text !== null) return data(text, LONGEST_PREDICTION);
  return noPrediction({ cause });
}

/** Both excerpts with a mark behind what they begin with alike; without one where the replies are equal. */
function excerpts({ baselineExcerpt, candidateExcerpt, firstDifference }: Flip): [string, string] {
  const alike = firstDifference === null ? null : commonLength(baselineExcerpt, candidateExcerpt);
  return [marked(baselineExcerpt, alike), marked(candidateExcerpt, alike)];
}

function marked(text: string, alike: number | null): string {
  return data(
    alike === null ? text : `${text.slice(0, alike)}${PARTING}${text.slice(alike)}`,
    LONGEST_EXCERPT,
  );
}

/** In code units, without taking a character apart. */
function parting({ firstDifference, repliesReason }: Flip): string {
  if (repliesReason !== undefined) return `not known: ${repliesReason}`;
  return firstDifference === null ? "nowhere" : `character ${firstDifference}`;
}

/** A reply is data: line breaks are shown, and nothing in it becomes mark-up. */
function data(text: string, most: number): string {
  return visible(cut(text, most), " ↵ ").trim();
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
