import type { Json } from "../../../contracts/benchmark.ts";
import { FlipList } from "../../accuracy/flip-list.ts";
import { Pairs } from "../../accuracy/pairs.ts";
import type { Sample } from "../../accuracy/sample.ts";
import type { SamplesFile } from "../../accuracy/samples-file.ts";
import { Tally } from "../../accuracy/tally.ts";
import { type JournalName, placeOfQuestion } from "../arms/plan.ts";
import type { FrozenQuestion } from "../capsule/frozen-question.ts";
import type { FrozenTask } from "../capsule/manifest.ts";
import { frozenQuestions } from "../capsule/questions.ts";
import type { AnswerJournal } from "../journal/journal.ts";
import type { Task } from "../options.ts";
import { scoreSample, type VerdictOf } from "./sample.ts";

export type Journals = Readonly<Partial<Record<JournalName, AnswerJournal>>>;

/** All that one benchmark's answers come to. */
export interface TaskScores {
  readonly task: Task;
  readonly frozen: FrozenTask;
  readonly baseline: Tally;
  readonly candidate: Tally;
  readonly pairs: Pairs;
  readonly flips: FlipList;
}

/** Scores every answer of a benchmark from the journals, question by question in the capsule's order. */
export async function scoreTask(request: {
  task: Task;
  frozen: FrozenTask;
  capsule: string;
  repeats: number;
  journals: Journals;
  samples: SamplesFile;
  verdictOf: VerdictOf;
}): Promise<TaskScores> {
  const { task, frozen } = request;
  const scores = {
    task,
    frozen,
    baseline: new Tally(),
    candidate: new Tally(),
    pairs: new Pairs(request.repeats),
    flips: new FlipList(),
  };
  for await (const question of frozenQuestions(request.capsule, frozen)) {
    const samplesOf = (name: JournalName) => samplesIn(name, question, request);
    const baseline = await samplesOf("baseline");
    const candidate = await samplesOf("candidate");
    const again = await samplesOf("baseline-repeat");
    for (const sample of baseline) scores.baseline.add(sample, question.category);
    for (const sample of candidate) scores.candidate.add(sample, question.category);
    scores.pairs.add({ ...question, baseline, candidate, again });
    scores.flips.add(question.id, baseline, candidate);
  }
  return scores;
}

/** An arm's samples of one question, written down as they are scored; none where there is no such journal. */
async function samplesIn(
  name: JournalName,
  question: FrozenQuestion,
  of: {
    task: Task;
    repeats: number;
    journals: Journals;
    samples: SamplesFile;
    verdictOf: VerdictOf;
  },
): Promise<Sample[]> {
  const journal = of.journals[name];
  if (journal === undefined) return [];
  const samples: Sample[] = [];
  for (let repeat = 0; repeat < of.repeats; repeat += 1) {
    const record = await journal.read(placeOfQuestion(question, repeat));
    // Of a run that was stopped: what was never asked is not an error.
    if (record === null) continue;
    const gold: { gold: Json } = { gold: question.gold };
    const sample = scoreSample(record, gold, { ...of.task, verdictOf: of.verdictOf });
    const { requestSha256 } = question;
    await of.samples.add(name, { ...question, rest: { requestSha256 } }, repeat, sample);
    samples.push(sample);
  }
  return samples;
}
