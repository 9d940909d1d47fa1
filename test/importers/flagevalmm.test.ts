import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flagEvalMm } from "../../src/importers/flagevalmm.ts";
import { describeImporter, meanOf, OUTPUTS } from "./conformance.ts";
import { written } from "./written.ts";

describeImporter({
  importer: flagEvalMm,
  fixtures: "flagevalmm",
  tasksWithSamples: { "multi-failed": 0 },
  // Percentages with two decimals, three by OCRBench's evaluation.
  asReported: (task) => Number(meanOf(task).toFixed(task.name === "sums_ocr" ? 5 : 4)),
});

const read = (name: string) => flagEvalMm.read(join(OUTPUTS, "flagevalmm", name));

it("leaves out the request that failed, as the harness does, and says why", async () => {
  const { tasks } = await read("tiny-a");
  for (const { reportedQuestions, samples } of tasks) {
    expect(reportedQuestions).toBe(23);
    const failed = samples?.filter(({ score }) => score === null);
    expect(failed).toMatchObject([
      { id: "sums_5", reply: null, error: expect.stringContaining("Error code") },
    ]);
  }
});

it("has one sample for each time that a question was asked", async () => {
  const { tasks, notes } = await read("multi");
  expect(tasks[0]?.samples).toHaveLength(3 * 24);
  expect(tasks[0]?.reportedQuestions).toBe(24);
  expect(notes).toEqual(["sums_ocr: it was asked, but not evaluated: left out"]);
});

it("does not trust scores that FlagEvalMM gives to the wrong questions", async () => {
  const { tasks, notes } = await read("multi-failed");
  expect(tasks[0]?.samples).toBe(null);
  expect(notes[0]).toMatch(/scores to the wrong questions: only the total is compared/);
});

it("takes neither address nor key from what a task was run with", async () => {
  const text = JSON.stringify(await read("tiny-a"));
  expect(text).not.toContain("EMPTY");
  expect(text).not.toContain("localhost");
});

describe("answers that a judge could not judge", () => {
  it.each([
    ["judgement_result", { correct: false, judgement_result: "[FAILED]" }],
    ["extracted_answer", { correct: 0, extracted_answer: "[FAILED]" }],
    ["MM-Vet's", { score: 0, val_success: false }],
  ])("%s", async (_, verdict) => {
    const folder = await written({
      "sums/task_info.json": {},
      "sums/sums_result.json": { accuracy: 50 },
      "sums/sums_evaluated.json": [
        { question_id: 1, question: "1 + 1?", answer: "2", correct: true },
        { question_id: 2, question: "1 + 2?", answer: "4", ...verdict },
      ],
    });
    const { tasks, notes } = await flagEvalMm.read(folder);
    expect(tasks[0]?.samples).toMatchObject([
      { score: 1 },
      { score: null, error: "the judge's verdict could not be read" },
    ]);
    expect(notes).toHaveLength(1);
  });
});

it("compares only the total where the samples do not come to it", async () => {
  const folder = await written({
    "sums/task_info.json": {},
    "sums/sums_result.json": { accuracy: 60 },
    "sums/sums_evaluated.json": [{ question_id: 1, question: "1 + 1?", answer: "2", correct: true }],
  });
  const { tasks, notes } = await flagEvalMm.read(folder);
  expect(tasks[0]).toMatchObject({ reported: 0.6, samples: null });
  expect(notes).toEqual(["sums: accuracy is 0.6, but the samples' mean is 1: only the total is compared"]);
});

it("refuses a question that is there twice", async () => {
  const entry = { question_id: 1, question: "1 + 1?", answer: "2", correct: true };
  const folder = await written({
    "sums/task_info.json": {},
    "sums/sums_result.json": { accuracy: 100 },
    "sums/sums_evaluated.json": [entry, entry],
  });
  await expect(flagEvalMm.read(folder)).rejects.toThrow(/holds the question 1 twice/);
});
