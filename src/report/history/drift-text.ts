import type { DriftFinding, DriftResult } from "../../contracts/drift.ts";
import { cut, visible } from "../data-text.ts";
import type { Paint } from "../paint.ts";
import { changedLines, minuteOf } from "./words.ts";

const LONGEST_SENTENCE = 300;

/** What the drift gate found, to stand under a run's summary. */
export function driftText(drift: DriftResult, paint: Paint): string {
  return [
    `  ${wordOf(drift, paint)}    ${sentence(drift.headline)}`,
    ...drift.reasons.map((reason) => `    - ${sentence(reason)}`),
    ...noiseLines(drift),
    ...referenceLines(drift),
    ...otherMoveLines(drift),
    ...(drift.changed.length === 0 ? [] : ["    changed since:"]),
    ...changedLines(drift.changed).map((line) => `      ${line}`),
    ...drift.notes.map((note) => `    ${sentence(note)}`),
  ].join("\n");
}

function wordOf({ verdict }: DriftResult, paint: Paint): string {
  if (verdict === null) return "DRIFT";
  const words = { consistent: "NO DRIFT", inconsistent: "DRIFT", inconclusive: "DRIFT?" };
  return paint.verdict(words[verdict], verdict);
}

/** What the moves were told from, for every figure that decides. */
function noiseLines({ findings }: DriftResult): string[] {
  const known = findings.filter(({ decides, noise }) => decides && noise !== "");
  return known.map(({ label, noise }) => `    noise of ${cut(visible(label), 40)}: ${sentence(noise)}`);
}

function referenceLines({ reference }: DriftResult): string[] {
  if (reference === null) return [];
  const how = { blessed: "blessed", last: "the run before", named: "named" }[reference.choice];
  const note = reference.note === null ? "" : ` “${cut(visible(reference.note), 60)}”`;
  return [`    reference of ${minuteOf(reference.createdAt)}, ${how}${note}`];
}

const MOST_MOVES = 8;

function otherMoveLines(drift: DriftResult): string[] {
  const moves = otherMoves(drift);
  const lines = moves
    .slice(0, MOST_MOVES)
    .map(({ label, reason }) => `    moved too: ${sentence(`${label}: ${reason}`)}`);
  return moves.length > MOST_MOVES
    ? [...lines, `    and ${moves.length - MOST_MOVES} more; --json has them all`]
    : lines;
}

/** Moves that are real and that the gate does not rest on. */
function otherMoves({ findings, reasons }: DriftResult): DriftFinding[] {
  return findings.filter(
    ({ decides, outcome, label, reason }) =>
      !decides && outcome.startsWith("moved") && !reasons.includes(`${label}: ${reason}`),
  );
}

function sentence(text: string): string {
  return cut(visible(text), LONGEST_SENTENCE);
}
