import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { markdownOf } from "../markdown-table.ts";
import {
  benchmarksOfOutputs,
  leftOut,
  outputSettingsTable,
  PAIRING_NOTE,
  pairingTable,
  totalsNote,
  totalsTable,
} from "./tables/outputs.ts";

/** Of outputs of other harnesses: how their samples were paired, what was left out, and what both sides were asked with. */
export function outputSections(run: BenchRun): string[] {
  const having = benchmarksOfOutputs(run);
  if (having.length === 0) return [];
  const totals = totalsTable(run);
  const settings = outputSettingsTable(run, having);
  return [
    ...(totals === null ? [] : ["## Totals", markdownOf(totals), escapeData(totalsNote(run))]),
    "## How the outputs were paired",
    markdownOf(pairingTable(run, having)),
    PAIRING_NOTE,
    ...having.flatMap(leftOut).map((sentence) => `- ${escapeData(sentence)}`),
    "## What both sides were asked with",
    settings === null ? "The outputs do not tell." : markdownOf(settings),
  ];
}
