import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCompass } from "../../src/importers/opencompass.ts";
import { describeImporter, OUTPUTS } from "./conformance.ts";
import { written } from "./written.ts";

describeImporter({ importer: openCompass, fixtures: "opencompass", tasksWithSamples: { "summary-only": 0 } });

const RESULT = "20240101_000000/results/m/sums.json";
const REPLIES = "20240101_000000/predictions/m/sums.json";
const replies = {
  "0": { origin_prompt: "1 + 1?", prediction: "two", gold: "2" },
  "1": { origin_prompt: [{ role: "HUMAN", prompt: "1 + 2?" }], prediction: "3", gold: "3" },
};

async function sums(files: Readonly<Record<string, unknown>>) {
  const output = await openCompass.read(await written(files));
  const [task] = output.tasks;
  return { output, task, samples: task?.samples ?? null };
}

describe("shapes of details that OpenCompass's evaluators write", () => {
  // The shapes of open-compass/opencompass at a5acc4b: icl_em_evaluator.py, icl_hf_evaluator.py, tasks/openicl_eval.py.
  it.each([
    [
      "a list",
      [
        { pred: "two", answer: "2", correct: false },
        { pred: "3", answer: "3", correct: true },
      ],
    ],
    [
      "an object by number",
      { "0": { pred: "two", refr: "2", is_correct: false }, "1": { pred: "3", refr: "3", is_correct: true } },
    ],
    [
      "of likelihoods",
      {
        type: "PPL",
        "0": { predictions: "two", references: "2", correct: false },
        "1": { predictions: "3", references: "3", correct: true },
      },
    ],
    [
      "without a verdict",
      {
        type: "GEN",
        "0": { predictions: "two", references: "2" },
        "1": { predictions: "3", references: "3" },
      },
    ],
    [
      "one list for each run",
      [
        { example_abbr: "sums_test_0", pred: ["two"], answer: ["2"], correct: [false] },
        { example_abbr: "sums_test_1", pred: ["3"], answer: ["3"], correct: [true] },
      ],
    ],
  ])("%s", async (_, details) => {
    const { task, samples } = await sums({ [RESULT]: { accuracy: 50, details }, [REPLIES]: replies });
    expect(task).toMatchObject({ name: "sums", metric: "accuracy", reported: 0.5, reportedQuestions: 2 });
    expect(samples).toMatchObject([
      { id: "0", score: 0, reply: "two", prediction: "two", gold: "2" },
      { id: "1", score: 1, reply: "3", prediction: "3", gold: "3" },
    ]);
    expect(new Set(samples?.map(({ contentSha256 }) => contentSha256)).size).toBe(2);
  });

  it("is a total only where no verdict comes to the figure", async () => {
    const details = [{ pred: "two", answer: "2", correct: false }];
    const { output, samples } = await sums({ [RESULT]: { accuracy: 50, details } });
    expect(samples).toBe(null);
    expect(output.notes).toEqual([
      "sums: no key of the details comes to a figure of the data set: only the total is compared",
    ]);
  });
});

it("asks each question as often as there are runs", async () => {
  const { task } = await sums({
    [RESULT]: {
      "accuracy (2 runs average)": 75,
      "G-Pass@2_1.0": 50,
      details: [
        { example_abbr: "sums_0", correct: [true, false], "G-Pass@2_1.0": 0 },
        { example_abbr: "sums_1", correct: [true, true], "G-Pass@2_1.0": 1 },
      ],
    },
    [REPLIES]: {
      "0": { prediction: "a" },
      "1": { prediction: "b" },
      "2": { prediction: "c" },
      "3": { prediction: "d" },
    },
  });
  expect(task?.metric).toBe("accuracy (2 runs average)");
  expect(task?.samples?.map(({ id, repeat, score, reply }) => [id, repeat, score, reply])).toEqual([
    ["0", 0, 1, "a"],
    ["0", 1, 0, "c"],
    ["1", 0, 1, "b"],
    ["1", 1, 1, "d"],
  ]);
});

describe("what is wrong with an output of OpenCompass", () => {
  it.each([
    [
      "could not be scored",
      { error: "predictions and references have different length" },
      /could not score it/,
    ],
    ["has no share", { bleu: 250 }, /no share of right answers among bleu: left out/],
    ["is NaN", { accuracy: Number.NaN }, /no share/],
  ])("a data set that %s is left out, and said to be", async (_, result, note) => {
    const text = JSON.stringify(result).replace("null", "NaN");
    const { output } = await sums({ [RESULT]: text, [REPLIES]: replies });
    expect(output.tasks).toEqual([]);
    expect(output.notes.join()).toMatch(note);
  });
  it("a reply that is missing between others", async () => {
    const folder = await written({
      [RESULT]: { accuracy: 50 },
      [REPLIES]: { "0": { prediction: "1" }, "2": { prediction: "3" } },
    });
    await expect(openCompass.read(folder)).rejects.toMatchObject({
      kind: "input",
      message: `${join(folder, REPLIES)} has 2 replies, but none of the number 1.`,
    });
  });
  it("several models", async () => {
    const folder = await written({
      [RESULT]: { accuracy: 1 },
      [RESULT.replace("/m/", "/n/")]: { accuracy: 2 },
    });
    await expect(openCompass.read(folder)).rejects.toThrow(/several models: m, n/);
    const one = await openCompass.read(join(folder, "20240101_000000/results/n"));
    expect(one.model).toBe("n");
  });
  it("a data set that was asked only", async () => {
    const { output } = await sums({ [REPLIES]: replies });
    expect(output.notes).toEqual(["asked, but not evaluated: sums"]);
  });
});

it("reads the newest of several runs, and says so", async () => {
  const folder = await written({
    [RESULT]: { accuracy: 10 },
    [RESULT.replace("2024", "2025")]: { accuracy: 20 },
  });
  const { tasks, notes } = await openCompass.read(folder);
  expect(tasks[0]?.reported).toBe(0.2);
  expect(notes).toEqual(["20250101_000000 is read; there are older runs: 20240101_000000"]);
});

it("tells apart two models' answers to the same questions", async () => {
  const [a, b] = await Promise.all(
    ["tiny-a", "tiny-b"].map((name) => openCompass.read(join(OUTPUTS, "opencompass", name))),
  );
  for (const [i, task] of (a?.tasks ?? []).entries()) {
    const other = b?.tasks[i];
    expect(task.name).toBe(other?.name);
    expect(task.samples?.map(({ contentSha256 }) => contentSha256)).toEqual(
      other?.samples?.map(({ contentSha256 }) => contentSha256),
    );
    expect(task.reported).not.toBe(other?.reported);
  }
});

it("leaves results of others alone that lie in folders of the same names", async () => {
  const folder = await written({
    "results/m/results_2026-01-01T00-00-00.json": {
      results: { sums: { "acc,none": 1 } },
      configs: { sums: {} },
    },
  });
  expect(await openCompass.recognises(folder)).toBe(false);
  expect(await openCompass.recognises(join(folder, "results/m"))).toBe(false);
});
