import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scoresOfChoices } from "../../src/importers/lmms-eval/choices.ts";
import { lmmsEval } from "../../src/importers/lmms-eval.ts";
import { describeImporter, meanOf, OUTPUTS } from "./conformance.ts";
import { written } from "./written.ts";

describeImporter({
  importer: lmmsEval,
  fixtures: "lmms-eval",
  // MMMU's figure is printed with five decimals.
  asReported: (task) => (task.name === "mmmu_val" ? Number(meanOf(task).toFixed(5)) : meanOf(task)),
});

const TIME = "20250102_030405";
const results = (figures: unknown, more = {}) => ({
  results: { sums: figures },
  configs: { sums: {} },
  ...more,
});
const lines = (...samples: unknown[]) => samples.map((sample) => `${JSON.stringify(sample)}\n`).join("");
const line = (id: number, more: object) => ({
  doc_id: id,
  target: "2",
  input: `question ${id}`,
  filtered_resps: "2",
  ...more,
});

async function read(figures: unknown, samples: string) {
  return lmmsEval.read(
    await written({
      [`m/${TIME}_results.json`]: results(figures),
      [`m/${TIME}_samples_sums.jsonl`]: samples,
    }),
  );
}

it("gives scores of MME's questions that come to its points", async () => {
  // The points of lmms_eval/tasks/mme/utils.py: per picture, the share of right answers and whether both are, in hundreds.
  for (const model of ["tiny-a", "tiny-b"]) {
    const { tasks, notes } = await lmmsEval.read(join(OUTPUTS, "lmms-eval", model));
    for (const task of tasks.filter(({ name }) => name === "mme")) {
      const scores = new Map(task.samples?.map(({ id, score }) => [Number(id), score ?? Number.NaN]));
      const pictures = [...scores.keys()].filter((id) => id % 2 === 0);
      const points = pictures.map((id) => {
        const right = (scores.get(id) ?? 0) + (scores.get(id + 1) ?? 0);
        return 50 * right + (right === 2 ? 100 : 0);
      });
      const total = points.reduce((sum, value) => sum + value, 0) / points.length;
      expect(notes).toContain(
        `mme: ${task.metric} is ${total}, no share: the scores of its questions are compared instead`,
      );
    }
  }
});

describe("what the log says of an answer", () => {
  it.each([
    ["a number", { acc: 1 }, { acc: 0 }],
    ["a truth value", { acc: true }, { acc: false }],
    ["an object with a score", { acc: { score: 1.0 } }, { acc: { score: 0 } }],
    ["an object with a verdict", { acc: { id: 3, is_correct: true } }, { acc: { id: 4, is_correct: false } }],
    [
      "MathVista's",
      { acc: { question_id: "1", true_false: true } },
      { acc: { question_id: "2", true_false: false } },
    ],
  ])("%s", async (_, right, wrong) => {
    const { tasks } = await read(
      { "acc,none": 0.5, "acc_stderr,none": "N/A" },
      lines(line(0, right), line(1, wrong)),
    );
    expect(tasks).toHaveLength(1);
    expect(tasks[0]?.samples?.map(({ score }) => score)).toEqual([1, 0]);
  });
  it("a percentage for the whole", async () => {
    const samples = lines(line(0, { acc: 1 }), line(1, { acc: 0 }), line(2, { acc: 0 }));
    const { tasks } = await read({ "acc,none": 33.33 }, samples);
    expect(tasks[0]).toMatchObject({ reported: 0.3333, reportedQuestions: 3 });
  });
  it("nothing", async () => {
    const { tasks, notes } = await read({ "acc,none": 0.5 }, lines(line(0, { acc: { id: 1, answer: "A" } })));
    expect(tasks[0]?.samples).toBe(null);
    expect(notes).toEqual(["sums: acc does not say which answers are right: only the total is compared"]);
  });
  it("a score that is NaN", async () => {
    const { tasks, notes } = await read(
      { "acc,none": 0.5 },
      lines(line(0, { acc: 1 })) + lines(line(1, { acc: 2 })).replace('"acc":2', '"acc":NaN'),
    );
    expect(tasks[0]?.samples).toBe(null);
    expect(notes).toEqual(["sums: acc is 0.5, but the samples' mean is 1: only the total is compared"]);
  });
});

describe("scores of MMMU, which logs no verdicts", () => {
  const choice = (answer: string, found: string) => ({
    answer,
    parsed_pred: [found],
    question_type: "multiple-choice",
  });
  const open = { answer: "12", parsed_pred: ["12"], question_type: "open" };
  it.each([
    ["all open answers wrong", [choice("A", "A"), choice("B", "A"), open, open], 0.25, [1, 0, 0, 0]],
    ["all open answers right", [choice("A", "A"), choice("B", "A"), open, open], 0.75, [1, 0, 1, 1]],
    ["one of two open answers right", [choice("A", "A"), choice("B", "A"), open, open], 0.5, null],
    ["rounded to five decimals", [choice("A", "A"), choice("B", "A"), choice("B", "A")], 0.33333, [1, 0, 0]],
    ["something else", [{ answer: "A" }], 1, null],
  ])("%s", (_, logged, reported, scores) => {
    expect(scoresOfChoices(logged, reported)).toEqual(scores);
  });
});

describe("what is wrong with an output of lmms-eval", () => {
  it("a line that is cut off", async () => {
    const cut = lines(line(0, { acc: 1 })) + lines(line(1, { acc: 1 })).slice(0, 30);
    await expect(read({ "acc,none": 1 }, cut)).rejects.toMatchObject({
      kind: "input",
      message: expect.stringMatching(/_samples_sums\.jsonl:2 is not JSON/),
      hint: expect.stringMatching(/stopped/),
    });
  });
  it("a line without an id", async () => {
    await expect(read({ "acc,none": 1 }, lines({ acc: 1 }))).rejects.toThrow(/_sums\.jsonl:1: doc_id: /);
  });
  it("an empty file of samples", async () => {
    const { tasks, notes } = await read({ "acc,none": 1 }, "");
    expect(tasks[0]?.samples).toBe(null);
    expect(notes).toEqual(["sums: the file of its samples is empty"]);
  });
  it("more lines for a question than filters", async () => {
    const { notes } = await read({ "acc,none": 1 }, lines(line(0, { acc: 1 }), line(0, { acc: 1 })));
    expect(notes).toEqual(["sums: its samples are logged 2 times for 1 filters"]);
  });
});
