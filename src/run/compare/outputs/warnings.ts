import type { BenchmarkResult } from "../../../contracts/bench-result.ts";
import { endedIn } from "../../bench/result/warnings.ts";
import type { ScoredTask } from "./benchmarks.ts";
import { SIDES, type SideName, type Sides } from "./options.ts";

/** What a reader has to know before the figures, in the report's first lines. */
export function warningsOf(of: {
  sides: Sides;
  tasks: readonly ScoredTask[];
  benchmarks: readonly BenchmarkResult[];
  unpaired: Readonly<Record<SideName, readonly string[]>>;
}): string[] {
  return [
    ...identical(of),
    ...harnesses(of),
    ...of.benchmarks.flatMap(leftOut),
    ...of.benchmarks.flatMap(unchecked),
    ...unpairedTasks(of),
    ...endedIn(of),
    ...notes(of),
  ];
}

function identical({ tasks }: { tasks: readonly ScoredTask[] }): string[] {
  const pairs = tasks.flatMap(({ scored }) => (scored === null ? [] : [scored.scores.pairs]));
  const replies = pairs.reduce((sum, one) => sum + one.replies, 0);
  const same = pairs.reduce((sum, one) => sum + one.identicalReplies, 0);
  if (replies === 0 || same < replies) return [];
  return [`All ${replies} replies of the candidate are the baseline's to the letter: are these two stacks?`];
}

function harnesses({ sides: { baseline, candidate } }: { sides: Sides }): string[] {
  const [first, second] = [baseline.output, candidate.output].map(
    ({ harness, version }) => `${harness} ${version ?? "of a version not known"}`,
  );
  return first === second
    ? []
    : [
        `The baseline's output is ${first}'s, the candidate's ${second}'s: what is extracted and scored may differ.`,
      ];
}

/** What one side lacks may be what it failed at. */
function leftOut({ name, outputs }: BenchmarkResult): string[] {
  const pairing = outputs?.pairing;
  if (pairing == null) return [];
  const { changed, baselineOnly, candidateOnly } = pairing;
  const lines: string[] = [];
  if (changed.samples > 0)
    lines.push(
      `${name}: ${changed.samples} samples are of another question on the other side, left out${named(changed.ids)}`,
    );
  for (const [side, { samples, ids }] of [
    ["baseline", baselineOnly],
    ["candidate", candidateOnly],
  ] as const) {
    if (samples > 0)
      lines.push(
        `${name}: ${samples} samples are in the ${side}'s output only; the others are compared, and what a side lacks may ` +
          `be what it failed at${named(ids)}`,
      );
  }
  return lines;
}

function named(ids: readonly string[]): string {
  return ` (${ids.slice(0, NAMED).join(", ")}${ids.length > NAMED ? ", …" : ""}).`;
}

const NAMED = 5;

function unchecked({ name, outputs }: BenchmarkResult): string[] {
  const count = outputs?.pairing?.byIdAlone ?? 0;
  return count === 0
    ? []
    : [`${name}: ${count} samples were paired by id alone: the outputs do not hold what was asked.`];
}

function unpairedTasks({ unpaired }: { unpaired: Readonly<Record<SideName, readonly string[]>> }): string[] {
  return SIDES.flatMap((side) =>
    unpaired[side].length === 0
      ? []
      : [`In the ${side}'s output only, and not compared: ${unpaired[side].join(", ")}.`],
  );
}

/** What the importers say, once where they say it of both. */
function notes({ sides: { baseline, candidate } }: { sides: Sides }): string[] {
  const both = new Set(baseline.output.notes.filter((note) => candidate.output.notes.includes(note)));
  const of = (side: string, all: readonly string[]) =>
    all.filter((note) => !both.has(note)).map((note) => `${side}: ${note}.`);
  return [
    ...[...both].map((note) => `Both outputs: ${note}.`),
    ...of("Baseline", baseline.output.notes),
    ...of("Candidate", candidate.output.notes),
  ];
}
