import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ceval } from "../../src/benchmarks/ceval.ts";
import { mmlu } from "../../src/benchmarks/mmlu.ts";
import { mmluPro } from "../../src/benchmarks/mmlu-pro.ts";
import { musr } from "../../src/benchmarks/musr.ts";
import type { DataRow, QuestionContext } from "../../src/contracts/benchmark.ts";
import { dataRow, promptText } from "./conformance.ts";

const ROOT = new URL("../..", import.meta.url);
const sharedFolder = process.env["FVALIDATE_SHARED_PATH"];
const SHARED = sharedFolder === undefined ? new URL("../shared/", ROOT) : new URL(`file://${sharedFolder}/`);
const STEM = new URL("data/benchmarks/mmlu-stem-360.jsonl", SHARED);

const context: QuestionContext = { template: "evalscope", numFewshot: 0, shots: [], seed: 0 };
const mmluRow = (changes: DataRow["cells"]): DataRow =>
  dataRow(
    { question: "What?", subject: "anatomy", choices: ["w", "x", "y", "z"], answer: 1, ...changes },
    7,
    "t.csv",
  );

describe("a row of MMLU", () => {
  test.each([1, "1", "B"])("has its answer as %j", (answer) => {
    expect(mmlu.question(mmluRow({ answer }), context)?.gold.label).toBe("B");
  });

  test("may have its choices as a Python list, and numbers among them", () => {
    const listed = mmlu.question(mmluRow({ choices: "['w', \"x's\", 'y', 'z']" }), context);
    expect(promptText(listed?.messages ?? [])).toContain("B) x's\nC) y");
    const numbers = mmlu.question(mmluRow({ choices: [1, 2.5, 3, 4] }), context);
    expect(promptText(numbers?.messages ?? [])).toContain("A) 1\nB) 2.5\n");
  });

  test.each<[DataRow["cells"], string]>([
    [{ answer: 4 }, 'row 8 (t.csv): the column "answer" cannot be read'],
    [{ answer: "" }, "answer"],
    [{ answer: "1.5" }, "answer"],
    [{ choices: ["a", "b"] }, "choices"],
    [{ choices: [["a"], "b", "c", "d"] }, "choices"],
    [{ question: null }, "has no text in its column question"],
  ])("%j is refused with %s", (changes, message) => {
    expect(() => mmlu.question(mmluRow(changes), context)).toThrow(message);
  });

  test("needs examples of its own subject", () => {
    const shots = [mmluRow({ question: "Shown?" }), mmluRow({ subject: "virology" })];
    const asked = mmlu.question(mmluRow({}), { ...context, numFewshot: 1, shots });
    expect(promptText(asked?.messages ?? [])).toContain("Shown?\nA) w");
    expect(() => mmlu.question(mmluRow({}), { ...context, numFewshot: 2, shots })).toThrow(
      '2 examples are asked for, but there are 1 about "anatomy"',
    );
  });

  test("cannot be asked in a form that there is not", () => {
    const unknown = { ...context, template: "toString" };
    expect(() => mmlu.question(mmluRow({}), unknown)).toThrow('no prompt template "toString"');
  });
});

describe.skipIf(!existsSync(STEM))("360 published rows of MMLU (skipped without ../shared)", () => {
  test("are all asked", () => {
    const lines = readFileSync(STEM, "utf8").trim().split("\n");
    const questions = lines.map((line, index) => mmlu.question(dataRow(JSON.parse(line), index), context));
    expect(new Set(questions.map((question) => question?.id)).size).toBe(360);
    expect(new Set(questions.map((question) => question?.category)).size).toBe(18);
  });
});

describe("a row of MMLU-Pro", () => {
  test("may have fewer than ten choices, and its label is one of them", () => {
    const cells = { question_id: 3, question: "?", options: ["a", "b", "c"], answer: "C", category: "Law" };
    const asked = mmluPro.question(dataRow(cells), context);
    expect(asked).toMatchObject({ id: "3", category: "law", gold: { choices: 3, label: "C" } });
    expect(promptText(asked?.messages ?? [])).toContain("is one of A,B,C. Think");
    expect(() => mmluPro.question(dataRow({ ...cells, answer: "D" }), context)).toThrow("answer");
  });
});

describe("a row of MuSR", () => {
  const cells = {
    narrative: "Once.",
    question: "Who is the most likely murderer?",
    choices: "['a', 'b']",
    answer_index: 0,
  };

  test("shares its cluster with the other questions about its story", () => {
    const asked = (changes: DataRow["cells"], file = "murder_mystery.csv") =>
      musr.question(dataRow({ ...cells, ...changes }, 0, file), context);
    expect(asked({})?.cluster).toBe(asked({ question: "And who is it?" })?.cluster);
    expect(asked({})?.cluster).not.toBe(asked({ narrative: "Twice." })?.cluster);
  });

  test.each([
    ["data/team_allocation-00000.parquet", "Who?", "team_allocation"],
    ["all.csv", "Who is the most likely murderer?", "murder_mysteries"],
    ["all.csv", "Which location is the most likely place Bo would look to find it?", "object_placements"],
    ["team/object_placements.csv", "Who?", "object_placements"],
  ])("%s, %s: %s", (file, question, domain) => {
    expect(musr.question(dataRow({ ...cells, question }, 0, file), context)?.category).toBe(domain);
  });

  test("of no known part is refused", () => {
    expect(() => musr.question(dataRow({ ...cells, question: "Who?" }, 0, "all.csv"), context)).toThrow(
      "neither file nor question tells",
    );
  });
});

describe("a row of C-Eval", () => {
  const cells = { id: 4, question: "?", A: "a", B: "b", C: "c", D: "d", answer: "A" };

  test.each([
    "accountant/val-00000-of-00001.parquet",
    "val/accountant_val.csv",
    "accountant/val/0000.parquet",
    "accountant.jsonl",
  ])("tells its subject by its path: %s", (file) => {
    expect(ceval.question(dataRow(cells, 0, file), context)).toMatchObject({
      id: "accountant-4",
      category: "accountant",
    });
  });

  test("of the test split, which has no answers, is refused, and one of no subject too", () => {
    const unanswered = dataRow({ ...cells, answer: "" }, 0, "law/test-0.parquet");
    expect(() => ceval.question(unanswered, context)).toThrow("answer");
    expect(() => ceval.question(dataRow(cells, 0, "val.csv"), context)).toThrow("does not name a subject");
  });
});
