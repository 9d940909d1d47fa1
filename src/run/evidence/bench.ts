import { join } from "node:path";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { RunEvidence, ShownFlip } from "../../contracts/run-evidence.ts";
import { findFlips } from "./bench/find-flips.ts";
import type { FoundFlip } from "./bench/found-flip.ts";
import { JournalReplies } from "./bench/journal-replies.ts";
import { type PassageLimits, type Passages, passageLimits, passagesOf } from "./bench/passages.ts";
import { questionTexts } from "./bench/questions.ts";
import { flipCounts, roomsFor } from "./bench/rooms.ts";
import { tolerate } from "./bench/tolerate.ts";

const SAMPLES = "samples.jsonl";

/**
 * The flips of a run of benchmarks, whoever asked, from the files of its folder, whatever their size: no more is held than
 * what is shown of the flips. What is not there, or is torn, is told in `gaps`.
 */
export async function benchEvidence(
  run: BenchRun,
  folder: string,
): Promise<Pick<RunEvidence, "flips" | "gaps">> {
  const counts = flipCounts(run);
  if ([...counts.values()].every((count) => count === 0)) return { flips: [], gaps: [] };
  const gaps: string[] = [];
  const limits = passageLimits([...counts.values()].reduce((sum, count) => sum + count, 0));
  const file = { name: SAMPLES, without: "only the flips that run.json lists are shown" };
  const found = await tolerate(file, gaps, () => findFlips(join(folder, SAMPLES), roomsFor(counts), limits));
  if (found === null) return { flips: null, gaps };
  if (found.unreadable > 0)
    gaps.push(
      `${SAMPLES}: ${lines(found.unreadable)} could not be read, and any flips in them are not shown.`,
    );
  if (found.leftOut > 0)
    gaps.push(`${SAMPLES} holds ${found.leftOut} more flips than the ${found.flips.length} that were read.`);
  return { flips: await withRest(found.flips, { run, folder, gaps, limits }), gaps };
}

interface Reading {
  readonly run: BenchRun;
  readonly folder: string;
  readonly gaps: string[];
  readonly limits: PassageLimits;
}

/** With the replies and the questions, which a run that asked keeps in other files; outputs hold the replies themselves. */
async function withRest(flips: readonly FoundFlip[], reading: Reading): Promise<ShownFlip[]> {
  const asked = flips.filter(({ request, withReplies }) => request !== null && withReplies);
  if (asked.length === 0) return flips.map(({ shown }) => shown);
  const questions = await questionsOf(asked, reading);
  const complete = await withReplies(asked, reading);
  return flips.map((flip) => ({
    ...(complete.get(flip) ?? flip.shown),
    question: questions.get(flip.request ?? "") ?? null,
  }));
}

async function questionsOf(flips: readonly FoundFlip[], { folder, gaps, limits }: Reading) {
  const file = { name: "capsule/questions.jsonl", without: "what was asked is not shown" };
  return (
    (await tolerate(file, gaps, () => questionTexts(folder, flips, limits.question))) ??
    new Map<string, string>()
  );
}

async function withReplies(
  flips: readonly FoundFlip[],
  { run, folder, gaps, limits }: Reading,
): Promise<Map<FoundFlip, ShownFlip>> {
  const open = (arm: "baseline" | "candidate") => {
    const name = `journal/${arm}.jsonl`;
    const file = { name, without: "the replies are shown as far as run.json quotes them" };
    return tolerate(file, gaps, () => JournalReplies.open(join(folder, name), run[arm].fingerprint, flips));
  };
  const complete = new Map<FoundFlip, ShownFlip>();
  await using baseline = await open("baseline");
  await using candidate = await open("candidate");
  if (baseline === null || candidate === null) return complete;
  for (const flip of flips) {
    const first = await baseline.read(flip, flip.characters.baseline);
    const second = await candidate.read(flip, flip.characters.candidate);
    if (first !== null && second !== null)
      complete.set(flip, withPassages(flip, passagesOf(first, second, limits)));
  }
  const missing = flips.length - complete.size;
  if (missing > 0) gaps.push(`journal: it does not hold the replies of ${missing} of the flips shown.`);
  return complete;
}

function withPassages({ shown }: FoundFlip, { baseline, candidate, firstDifference }: Passages): ShownFlip {
  return {
    ...shown,
    firstDifference,
    baseline: { ...shown.baseline, passage: baseline },
    candidate: { ...shown.candidate, passage: candidate },
  };
}

function lines(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}
