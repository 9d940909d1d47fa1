import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aime24 } from "../../../../src/benchmarks/aime24.ts";
import type { Extraction } from "../../../../src/contracts/benchmark.ts";
import { SamplesFile } from "../../../../src/run/accuracy/samples-file.ts";
import { type AnswerJournal, openJournal } from "../../../../src/run/bench/journal/journal.ts";
import { type RequestPlace, recordOf } from "../../../../src/run/bench/journal/record.ts";
import { scoreTask } from "../../../../src/run/bench/scoring/score-task.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const REQUEST = "f".repeat(64);
const QUESTIONS = 3;

/** One arm's outcomes of one question, by repeat: a reply, a cut reply, a failure, or never asked. */
type Outcome = string | { readonly cut: string } | "failed" | null;

async function add(journal: AnswerJournal, place: RequestPlace, outcome: Outcome): Promise<void> {
  if (outcome === null) return;
  const failure = { kind: "status", message: "refused", status: 500, attempts: 1 } as const;
  if (outcome === "failed") return journal.add(recordOf("stack", place, { state: "errored", failure }));
  const isCut = typeof outcome !== "string";
  const reply = {
    text: isCut ? outcome.cut : outcome,
    reasoning: null,
    finishReason: isCut ? "length" : "stop",
    ...{ promptTokens: 1, completionTokens: 1, latencyMilliseconds: 1, attempts: 1 },
  };
  await journal.add(recordOf("stack", place, { state: "answered", reply }));
}

/** Scores questions whose right answer is 7. */
async function scored(
  arms: { baseline: Outcome[][]; candidate: Outcome[][] },
  extraction: Extraction = "official",
) {
  const folder = await temporaryFolder();
  const ids = [...Array(QUESTIONS).keys()].map(String);
  const head = { benchmark: "aime24", category: null, cluster: null, requestSha256: REQUEST };
  const lines = ids.map((id) => JSON.stringify({ ...head, id, requestBytes: 2, request: "{}", gold: "7" }));
  const questions = lines.map((line) => `${line}\n`).join("");
  await writeFile(join(folder, "questions.jsonl"), questions);
  await using baseline = await openJournal(join(folder, "baseline.jsonl"), "stack");
  await using candidate = await openJournal(join(folder, "candidate.jsonl"), "stack");
  const journals = { baseline, candidate };
  for (const arm of ["baseline", "candidate"] as const) {
    for (const [i, repeats] of arms[arm].entries()) {
      for (const [repeat, outcome] of repeats.entries()) {
        await add(journals[arm], { benchmark: "aime24", id: String(i), repeat, request: REQUEST }, outcome);
      }
    }
  }
  await using samples = await SamplesFile.create(join(folder, "samples.jsonl"));
  const { sampling } = aime24;
  const limit = { kind: "all" } as const;
  return await scoreTask({
    task: {
      benchmark: aime24,
      template: "evalscope",
      extraction,
      numFewshot: 0,
      sampling,
      limit,
      data: null,
    },
    frozen: {
      ...{ name: "aime24", questions: QUESTIONS, found: QUESTIONS, description: "" },
      ...{ start: 0, end: Buffer.byteLength(questions) },
    },
    ...{ capsule: folder, repeats: arms.baseline[0]?.length ?? 1, journals, samples, verdictOf: () => null },
  });
}

const RIGHT = "\\boxed{7}";
const WRONG = "\\boxed{8}";

describe("scoring", () => {
  test("counts a failed request apart: neither answered, nor wrong, nor paired", async () => {
    const { baseline, candidate, pairs } = await scored({
      baseline: [[RIGHT], [RIGHT], [WRONG]],
      candidate: [[RIGHT], ["failed"], [RIGHT]],
    });
    expect([baseline.accuracy("micro"), candidate.accuracy("micro")]).toEqual([2 / 3, 1]);
    expect([candidate.counts.errors, candidate.answered, candidate.firstError]).toEqual([1, 2, "refused"]);
    expect([pairs.baseline, pairs.candidate]).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  test("pairs questions of which every repeat was answered, since a mean over fewer is another thing", async () => {
    const { candidate, pairs } = await scored({
      baseline: [
        [RIGHT, WRONG],
        [RIGHT, RIGHT],
        [RIGHT, RIGHT],
      ],
      candidate: [
        [RIGHT, RIGHT],
        [RIGHT, "failed"],
        [RIGHT, null],
      ],
    });
    expect([pairs.baseline, pairs.candidate]).toEqual([[0.5], [1]]);
    expect([pairs.replies, pairs.identicalReplies]).toEqual([2, 1]);
    // What was never asked is no error.
    expect(candidate.counts.errors).toBe(1);
  });

  test("calls a cut reply truncated, with its answer or without", async () => {
    const { candidate } = await scored({
      baseline: [[RIGHT], [RIGHT], [RIGHT]],
      candidate: [[{ cut: RIGHT }], [{ cut: "so far" }], ["no number"]],
    });
    expect(candidate.counts).toMatchObject({ truncated: 2, unparsed: 1, scored: 0 });
    expect(candidate.correct).toBe(1);
  });

  test("reads answers as the extraction says, and never within the reasoning", async () => {
    const arms = {
      baseline: [[RIGHT], ["The answer is 7."], [`<think>${RIGHT}</think> The answer is 8.`]],
      candidate: [[RIGHT], [RIGHT], [`<think>${RIGHT}`]],
    };
    const official = await scored(arms);
    expect([official.baseline.correct, official.baseline.counts.unparsed]).toEqual([2, 0]);
    const strict = await scored(arms, "strict");
    expect([strict.baseline.correct, strict.baseline.counts.unparsed]).toEqual([1, 2]);
    expect([official.candidate.correct, official.candidate.counts.unparsed]).toEqual([2, 1]);
  });

  test("lists no flip where an arm failed", async () => {
    const { flips } = await scored({
      baseline: [[RIGHT], [RIGHT], ["failed"]],
      candidate: [[WRONG], ["failed"], [RIGHT]],
    });
    expect(flips.listed.map(({ id }) => id)).toEqual(["0"]);
  });
});
