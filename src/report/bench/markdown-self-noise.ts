import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { markdownOf } from "../markdown-table.ts";
import { comparedBenchmarks } from "./figures.ts";
import { NO_SELF_NOISE, selfNoiseNote, selfNoiseTable } from "./tables/self-noise.ts";

/** How many answers the baseline flips by itself, beside the candidate's flips. */
export function selfNoiseSections(run: BenchRun): string[] {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return [];
  const title = "## The baseline against itself";
  const table = selfNoiseTable(run, compared);
  return table === null
    ? [title, NO_SELF_NOISE]
    : [title, markdownOf(table), escapeData(selfNoiseNote(run, compared))];
}
