import { describe, expect, test } from "vitest";
import { aime24 } from "../../src/benchmarks/aime24.ts";
import { aime25 } from "../../src/benchmarks/aime25.ts";
import { gsm8k } from "../../src/benchmarks/gsm8k.ts";
import { math500 } from "../../src/benchmarks/math-500.ts";
import { mathVision } from "../../src/benchmarks/math-vision.ts";
import { mathVista } from "../../src/benchmarks/mathvista.ts";
import type { Benchmark, DataRow, Json, QuestionContext } from "../../src/contracts/benchmark.ts";
import { benchmarkConformance, dataRow, promptText } from "./conformance.ts";

const problem = (id: string, answer: string): DataRow["cells"] => ({ id, problem: `What is ${id}?`, answer });
const picture = (id: number, options: readonly string[], answer: string): DataRow["cells"] => ({
  id: String(id),
  question: `How many birds?\n<image1>`,
  options,
  answer,
  image: `images/${id}.jpg`,
  level: 2,
  subject: "counting",
});
const vista = (pid: string, cells: DataRow["cells"]): DataRow["cells"] => ({
  pid,
  question: "How tall is it?",
  query: "Hint: Please answer the question.\nQuestion: How tall is it?",
  image: `images/${pid}.jpg`,
  choices: null,
  precision: null,
  answer: "4",
  question_type: "free_form",
  answer_type: "integer",
  metadata: { task: "figure question answering", source: "FigureQA" },
  ...cells,
});

const VISION_ROWS = [
  dataRow(picture(4, [], "6"), 0, "testmini.jsonl"),
  dataRow(picture(7, ["1", "2", "3", "4", "5"], "C"), 1, "testmini.jsonl"),
  dataRow(
    { ...picture(9, [], "\\frac{3}{4}"), decoded_image: { bytes: new Uint8Array([255, 216]), path: null } },
    2,
  ),
];
const VISTA_ROWS = [
  dataRow(vista("1", {}), 0),
  dataRow(vista("2", { answer_type: "float", precision: 1, answer: "5.0" }), 1),
  dataRow(
    vista("3", {
      question_type: "multi_choice",
      answer_type: "text",
      choices: ["4 m", "5 m"],
      answer: "5 m",
    }),
    2,
  ),
  dataRow(vista("4", { answer_type: "list", answer: "[1, 2]", query: "图中有多少？" }), 3),
];
const GSM_SHOTS = Array.from({ length: 9 }, (_, index) =>
  dataRow(
    { question: `Shot ${index}?`, answer: `It is <<1+1=2>>.\n#### ${index}` },
    index,
    "main/train.parquet",
  ),
);

benchmarkConformance(aime24, {
  rows: [dataRow(problem("60", "204"), 0), dataRow({ Problem: "Find n.", Answer: "073" }, 1)],
  goldReply: ({ gold }) => `So \\boxed{${gold}}.`,
});
benchmarkConformance(aime25, {
  rows: [
    dataRow({ question: "Find n.", answer: 70 }, 0),
    dataRow({ problem: "Find m.", answer: null, solution: "\\boxed{588}" }, 1),
  ],
  goldReply: ({ gold }) => `So \\boxed{${gold}}.`,
});
benchmarkConformance(math500, {
  rows: [
    dataRow(
      {
        problem: "Find x.",
        answer: "\\frac{1}{2}",
        subject: "Algebra",
        level: 1,
        unique_id: "test/a/1.json",
      },
      0,
    ),
    dataRow({ problem: "Find the point.", answer: "\\left( 3, \\frac{\\pi}{2} \\right)" }, 1),
  ],
  goldReply: ({ gold }) => `So $\\boxed{${gold}}$.`,
});
benchmarkConformance(gsm8k, {
  rows: [
    dataRow({ question: "How many eggs?", answer: "She has <<9*2=18>>18.\n#### 18" }, 0),
    dataRow({ question: "How much?", answer: "It is much.\n#### 1,800" }, 1),
  ],
  shots: GSM_SHOTS,
  goldReply: ({ gold }) => `She has them.\n#### ${gold}`,
});
benchmarkConformance(mathVision, {
  rows: VISION_ROWS,
  goldReply: ({ gold }) => `I count.\n\\boxed{${gold.answer}}`,
});
benchmarkConformance(mathVista, {
  rows: VISTA_ROWS,
  goldReply: ({ gold }, template) => {
    const index = gold.choices.indexOf(gold.answer);
    const letter = index === -1 ? gold.answer : "AB".charAt(index);
    if (template !== "evalscope") return letter;
    return index === -1 ? `So \\boxed{${letter}}` : `So it is.\nANSWER: ${letter}`;
  },
});

const context = (template: string, changes: Partial<QuestionContext> = {}): QuestionContext => ({
  template,
  numFewshot: 0,
  shots: [],
  seed: 1,
  ...changes,
});

function promptFor<Gold extends Json>(
  benchmark: Benchmark<Gold>,
  row: DataRow | undefined,
  template: string,
  changes: Partial<QuestionContext> = {},
): string {
  const question = row === undefined ? null : benchmark.question(row, context(template, changes));
  return promptText(question?.messages ?? []);
}

/** What the harnesses' code sends, read in FlagEvalMM, MATH-V, evalscope and lm-eval. */
describe("prompts", () => {
  const rule =
    'Please solve the problem and put your answer in one "\\boxed{}". If it is a multiple choice question, only one letter is allowed in the "\\boxed{}".';

  test("MathVision's single picture stands at its mark", () => {
    expect(promptFor(mathVision, VISION_ROWS[1], "flageval")).toBe(
      `${rule}\nHow many birds?\n[image]\nA. 1\nB. 2\nC. 3\nD. 4\nE. 5`,
    );
    expect(promptFor(mathVision, VISION_ROWS[0], "flageval")).toBe(`${rule}\nHow many birds?\n[image]`);
  });

  test("MathVision's several marks stay and its one picture comes first", () => {
    const row = dataRow({
      ...picture(3, ["A", "B", "C", "D", "E"], "B"),
      question: "Which? <image1> or <image2>",
    });
    expect(promptFor(mathVision, row, "flageval")).toBe(
      `${rule}\n[image] Which? <image1> or <image2>\nA. A\nB. B\nC. C\nD. D\nE. E`,
    );
    expect(promptFor(mathVision, row, "official")).toBe(`${rule}\nWhich? <image1> or <image2>\n[image]`);
  });

  test("MathVision's author's options stand in brackets", () => {
    expect(promptFor(mathVision, VISION_ROWS[1], "official")).toBe(
      `${rule}\nHow many birds?\n<image1>\n(A) 1\n(B) 2\n(C) 3\n(D) 4\n(E) 5\n[image]`,
    );
  });

  test("evalscope asks for a letter or a box", () => {
    expect(promptFor(mathVision, VISION_ROWS[1], "evalscope")).toBe(
      "Answer the following multiple choice question. The last line of your response should be of the following format: 'ANSWER: [LETTER]' (without quotes) where [LETTER] is one of A,B,C,D,E. Think step by step before answering.\n\nHow many birds?\n<image1>\n\nA) 1\nB) 2\nC) 3\nD) 4\nE) 5[image]",
    );
    expect(promptFor(mathVision, VISION_ROWS[0], "evalscope")).toBe(
      "How many birds?\n<image1>\nPlease reason step by step, and put your final answer within \\boxed{} without units.[image]",
    );
  });

  test("MathVista's picture comes before FlagEvalMM's prompt, which speaks the question's language", () => {
    expect(promptFor(mathVista, VISTA_ROWS[0], "flageval")).toBe(
      "[image] Hint: Please answer the question.\nQuestion: How tall is it?\nAnswer the question using a single word or phrase.",
    );
    expect(promptFor(mathVista, VISTA_ROWS[2], "flageval")).toMatch(
      /\nAnswer with the option's letter from the given choices directly\.$/,
    );
    expect(promptFor(mathVista, VISTA_ROWS[3], "flageval")).toBe("[image] 图中有多少？\n请认真读题并回答。");
  });

  test("AIME is asked as each harness asks it", () => {
    const row = dataRow(problem("1", "1"));
    expect(promptFor(aime24, row, "evalscope")).toBe(
      "\nSolve the following math problem step by step. Put your answer inside \\boxed{}.\n\nWhat is 1?\n\nRemember to put your answer inside \\boxed{}.",
    );
    expect(promptFor(aime24, row, "lm-eval")).toBe("Question: What is 1?\nAnswer:");
  });

  test("GSM8K shows the first examples with their steps", () => {
    const row = dataRow({ question: "How many?", answer: "So.\n#### 2" });
    const shots = { shots: GSM_SHOTS, numFewshot: 2 };
    expect(promptFor(gsm8k, row, "lm-eval", shots)).toBe(
      "Question: Shot 0?\nAnswer: It is <<1+1=2>>.\n#### 0\n\nQuestion: Shot 1?\nAnswer: It is <<1+1=2>>.\n#### 1\n\nQuestion: How many?\nAnswer:",
    );
    expect(promptFor(gsm8k, row, "evalscope", shots)).toBe(
      "Here are some examples of how to solve similar problems:\n\nShot 0?\n\nReasoning:\nIt is <<1+1=2>>.\n\nANSWER: \\boxed{0}\n\nShot 1?\n\nReasoning:\nIt is <<1+1=2>>.\n\nANSWER: \\boxed{1}\n\nHow many?\nPlease reason step by step, and put your final answer within \\boxed{}.",
    );
  });
});

test("an AIME answer that is no integer from 0 to 999 is refused with what the row holds", () => {
  const row = dataRow({ problem: "Find n.", answer: "many" }, 4, "aime.jsonl");
  expect(() => aime24.question(row, context("qwen"))).toThrow(
    "row 5 (aime.jsonl) has no answer that is an integer from 0 to 999.",
  );
});
