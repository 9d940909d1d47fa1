import { join } from "node:path";
import type { CapsuleManifest } from "../capsule/manifest.ts";
import { type AnswerJournal, openJournal } from "../journal/journal.ts";
import type { BenchOptions } from "../options.ts";
import type { BenchArm, BenchRole } from "./open-arms.ts";
import { type JournalName, type Pass, passesOf, requestsOf } from "./plan.ts";
import type { SharedBodies } from "./shared-bodies.ts";

/** How far one arm is. */
export interface ArmProgress {
  readonly role: BenchRole;
  readonly done: number;
  readonly total: number;
  readonly errors: number;
  /** Answers that were there before. */
  readonly resumed: number;
}

/** What all arms of a run share. */
export interface ArmContext {
  readonly options: BenchOptions;
  readonly manifest: CapsuleManifest;
  readonly capsule: string;
  readonly journalFolder: string;
  readonly bodies: SharedBodies;
  readonly signal: AbortSignal;
  onProgress(progress: ArmProgress): void;
  onNote(line: string): void;
}

/** What an arm was and did. */
export interface ArmReport {
  readonly model: string | null;
  readonly fingerprint: string;
  readonly serverFacts: Readonly<Record<string, string>>;
  readonly requests: number;
  readonly retries: number;
  readonly outages: number;
  readonly resumed: number;
  readonly askedMilliseconds: number;
}

/** Journals and reports as they come; both are there also when the asking ends early. */
export interface Gatherings {
  readonly journals: Partial<Record<JournalName, AnswerJournal>>;
  readonly reports: Partial<Record<BenchRole, ArmReport>>;
}

/** All that an arm is asked, in order. */
export function passesFor(arm: BenchArm, { options, manifest }: ArmContext): Pass[] {
  const { repeats, baselineRepeat } = options;
  return passesOf(manifest.tasks, { role: arm.role, repeats, again: baselineRepeat });
}

/** Opens what the arm's answers go into, and hands it to the run, which reads it when all are asked. */
export async function openJournals(
  arm: BenchArm,
  fingerprint: string,
  context: ArmContext,
  { journals }: Gatherings,
): Promise<Gatherings["journals"]> {
  const opened: Gatherings["journals"] = {};
  // Answers from a file are what they are: there is no second run of them.
  const again = arm.role === "baseline" && context.options.baselineRepeat && arm.urls.length > 0;
  const names: JournalName[] = again ? ["baseline", "baseline-repeat"] : [arm.role];
  for (const name of names) {
    const journal = await openJournal(join(context.journalFolder, `${name}.jsonl`), fingerprint);
    journals[name] = journal;
    opened[name] = journal;
    if (journal.foreign === 0) continue;
    context.onNote(
      `${arm.stack}: ${journal.foreign} answers in the journal are another stack's or another state of this one's; they are not used.`,
    );
  }
  return opened;
}

/** Counts an arm's answers and tells how far it is. */
export function startProgress(
  arm: BenchArm,
  context: ArmContext,
): (how: "asked" | "resumed" | "errored") => void {
  const total = requestsOf(passesFor(arm, context), context.options.shard);
  let [done, errors, resumed] = [0, 0, 0];
  return (how) => {
    done += 1;
    if (how === "errored") errors += 1;
    if (how === "resumed") resumed += 1;
    context.onProgress({ role: arm.role, done, total, errors, resumed });
  };
}
